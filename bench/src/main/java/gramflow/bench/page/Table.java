package gramflow.bench.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table. Where it is wider than the page, it alone scrolls.
 *
 * @param caption what it shows; may be empty
 * @param heads the columns, at least one
 * @param rows as many cells each
 */
public record Table(String caption, List<String> heads, List<List<Cell>> rows) implements Block {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has more or fewer cells than there are columns
     */
    public Table {
        heads = List.copyOf(heads);
        List<List<Cell>> copies = new ArrayList<>();
        for (List<Cell> row : rows) {
            if (row.size() != heads.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " cells, expected " + heads.size() + " as there are columns");
            }
            copies.add(List.copyOf(row));
        }
        rows = List.copyOf(copies);
    }

    /** A table without rows. */
    public static Table of(String... heads) {
        return new Table("", Arrays.asList(heads), List.of());
    }

    /** The table with that caption. */
    public Table withCaption(String text) {
        return new Table(text, heads, rows);
    }

    /** The table with one more row. */
    public Table withRow(Cell... cells) {
        return withRows(List.of(Arrays.asList(cells)));
    }

    /** The table with these rows at its end. */
    public Table withRows(List<List<Cell>> more) {
        return new Table(caption, heads, Lists.plusAll(rows, more));
    }

    @Override
    public void appendTo(Markup out) {
        // With a tabindex, so that it can be scrolled by the keyboard.
        out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption.isEmpty() ? "table" : caption);
        out.open("table");
        if (!caption.isEmpty()) {
            out.element("caption", caption);
        }
        out.open("thead").open("tr");
        for (int c = 0; c < heads.size(); c++) {
            if (isNumber(c)) {
                out.element("th", heads.get(c), "scope", "col", "class", "number");
            } else {
                out.element("th", heads.get(c), "scope", "col");
            }
        }
        out.close().close().open("tbody");
        for (List<Cell> row : rows) {
            out.line().open("tr");
            row.forEach(cell -> cell.appendTo(out));
            out.close();
        }
        out.close().close().close();
    }

    private boolean isNumber(int column) {
        return !rows.isEmpty() && rows.getFirst().get(column).isNumber();
    }
}
