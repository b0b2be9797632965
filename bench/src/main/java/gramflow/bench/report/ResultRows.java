package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import gramflow.bench.page.Cell;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Mark;
import gramflow.bench.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows and roofs of a result file, as tables of a page. */
final class ResultRows {
    private static final double PERCENT = 100;
    private static final String NOTHING = "–";

    private ResultRows() {
    }

    static Table table(ResultDocument document) {
        Table table = Table.of("kernel", "backend", "type", "n × d", "threads", "verdict", "GF/s", "share of roof", "time", "95 %",
                "roof", "allocation", "residual", "allowed").withCaption("All rows");
        return table.withRows(document.results().stream().map(ResultRows::row).toList());
    }

    private static List<Cell> row(ResultLine row) {
        Estimate time = row.seconds();
        Cell none = Cell.number(NOTHING);
        List<Cell> cells = new ArrayList<>(List.of(Cell.text(row.kernel()), Cell.text(row.backend()), Cell.text(row.precision()),
                Cell.number(row.n() + " × " + row.d()), Cell.number(Integer.toString(row.threads())), verdict(row)));
        if (time == null) {
            cells.addAll(List.of(none, none, none, none));
        } else {
            Cell share = Cell.number(Figures.fixed(row.fractionOfRoof(), 3));
            cells.addAll(List.of(Cell.number(Figures.fixed(row.gflops(), 1)), row.aboveRoof() ? share.withMark(Mark.BAD) : share,
                    Cell.number(Figures.seconds(time.median())), Cell.number(interval(time))));
        }
        cells.add(Cell.text(row.bound() + " " + Figures.of(row.roof(), 4)));
        cells.add(Cell.number(Double.isNaN(row.allocation()) ? NOTHING : Figures.of(row.allocation(), 3) + " B"));
        cells.add(Cell.number(Double.isNaN(row.residual()) ? NOTHING : Figures.of(row.residual(), 2)));
        cells.add(Cell.number(Double.isNaN(row.residualBound()) ? NOTHING : Figures.of(row.residualBound(), 2)));
        return cells;
    }

    private static String interval(Estimate time) {
        return "−%.1f +%.1f %%".formatted(PERCENT * (1 - time.low() / time.median()), PERCENT * (time.high() / time.median() - 1));
    }

    private static Cell verdict(ResultLine row) {
        if (!row.pass()) {
            return Cell.text("failed: " + row.failure()).withMark(Mark.BAD);
        }
        if (row.aboveRoof()) {
            return Cell.text("above its roof").withMark(Mark.BAD);
        }
        return Cell.text(row.verdict()).withMark(row.verdict().equals("ok") ? Mark.GOOD : Mark.DOUBT);
    }

    static Table roofs(ResultDocument document) {
        Table table = Table.of("threads", "what", "at most", "over").withCaption("Roofs of this machine");
        for (Map.Entry<Integer, Roofs> of : Roofs.byThreads(document).entrySet()) {
            Cell threads = Cell.number(of.getKey().toString());
            for (Map.Entry<String, Double> fma : of.getValue().fma().entrySet()) {
                table = table.withRow(threads, Cell.text("arithmetic, " + fma.getKey()),
                        Cell.number(Figures.of(fma.getValue(), 4) + " GF/s"), Cell.number("registers"));
            }
            for (Map.Entry<String, Double> read : of.getValue().reads().entrySet()) {
                double bytes = of.getValue().bytes().getOrDefault(read.getKey(), Double.NaN);
                table = table.withRow(threads, Cell.text("reading, " + read.getKey()),
                        Cell.number(Figures.of(read.getValue(), 4) + " GB/s"),
                        Cell.number(Double.isNaN(bytes) ? NOTHING : MachineDescription.binary((long) bytes)));
            }
        }
        return table;
    }
}
