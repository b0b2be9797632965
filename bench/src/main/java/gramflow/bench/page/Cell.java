package gramflow.bench.page;

/**
 * A cell of a table.
 *
 * @param text what it shows
 * @param isNumber whether it is a figure, and so stands at the right
 * @param mark what is thought of it
 */
public record Cell(String text, boolean isNumber, Mark mark) {

    /** Text. */
    public static Cell text(String text) {
        return new Cell(text, false, Mark.NONE);
    }

    /** A figure, already in digits; {@link Figures} helps. */
    public static Cell number(String digits) {
        return new Cell(digits, true, Mark.NONE);
    }

    /** The cell with that mark. */
    public Cell withMark(Mark m) {
        return new Cell(text, isNumber, m);
    }

    void appendTo(Markup out) {
        String style = (isNumber ? "number " : "") + (mark == Mark.NONE ? "" : mark.style());
        if (style.isEmpty()) {
            out.open("td");
        } else {
            out.open("td", "class", style.strip());
        }
        out.text(mark == Mark.NONE ? text : mark.sign() + " " + text).close();
    }
}
