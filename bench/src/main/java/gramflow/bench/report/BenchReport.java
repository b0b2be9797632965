package gramflow.bench.report;

import gramflow.bench.page.Block;
import gramflow.bench.page.Facts;
import gramflow.bench.page.Notice;
import gramflow.bench.page.Page;
import gramflow.bench.page.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code report.html}: a run of {@code bench} for a person. It says what {@code result.json} says, and no more. */
public final class BenchReport {
    private static final double PERCENT = 100;
    private static final String ROOFS = "The roofs were measured before the first row and after the last, and the best that was seen is shown. A row is held against its roof as it was beside it, "
            + "before and after each of its forks: of arithmetic the better of the two, because noise only lowers it, and of that the middle of all forks; of reading the middle of all.";

    private BenchReport() {
    }

    /** The page, without the JSON that it may carry along. */
    public static Page of(ResultDocument document) {
        Object date = document.run().get("date");
        Page page = Page.of("Benchmark of " + MachineFacts.text(document.machine().get("cpu")))
                .withLead(document.results().size() + " rows, each beside the roof that was measured in the same run"
                        + (date == null ? "." : ", on " + date + "."))
                .withBlocks(notices(document))
                .withBlocks(PeerBlocks.of(document.peers()))
                .withBlocks(document.peers().isEmpty() ? plots(document) : List.of())
                .withBlock(Section.of("All rows").withText("Time: of one call, the median over forks of each fork's median, with a 95 % "
                        + "interval by a bootstrap over forks and over the samples in each. Residual: the largest error among entries "
                        + "computed again in twice the precision, relative to the sum of the absolute products; beside it what the "
                        + "error bound allows. Allocation: bytes on the Java heap per call."))
                .withBlock(ResultRows.table(document))
                .withBlock(Section.of("What computed")).withBlock(libraries(document))
                .withBlock(Section.of("How it was measured").withText(method(document))).withBlock(MachineFacts.of(document))
                .withBlock(Section.of("Roofs")).withBlock(ResultRows.roofs(document));
        return page;
    }

    /** Of a comparison with other libraries, at few sizes, its own plots say more. */
    private static List<Block> plots(ResultDocument document) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(Section.of("Speed against size").withText("10⁹ floating-point operations a second, by the plain count "
                + "of operations, whatever an implementation saves or wastes. The top of each plot is the roof."));
        blocks.addAll(RatePlots.of(document));
        blocks.add(Section.of("Roofline").withText("What a kernel reaches against how much arithmetic it does for each byte "
                + "that it must read or write at least. Nothing can lie above the roofs: the level line is arithmetic alone, "
                + "the slanted ones are reading, from each level of memory. Under a slanted line a kernel may be bound by memory."));
        blocks.addAll(RooflinePlots.of(document));
        return blocks;
    }

    private static List<Block> notices(ResultDocument document) {
        List<Block> notices = new ArrayList<>();
        long failed = document.results().stream().filter(r -> !r.pass()).count();
        long above = document.results().stream().filter(ResultLine::aboveRoof).count();
        if (document.valid()) {
            notices.add(Notice.good("Every result is right, and none is above its roof."));
        } else if (failed > 0 || above > 0) {
            notices.add(Notice.bad("Not valid: %d rows failed, %d lie above their roof.".formatted(failed, above)));
        }
        if (!document.complete()) {
            notices.add(Notice.warning("The run did not go to its end: some rows or forks are missing."));
        }
        if (Boolean.TRUE.equals(document.noise().get("noisy")) && document.noise().get("roof_drift") instanceof Number drift) {
            notices.add(Notice.warning("The roof moved by %.0f %% during the run, so there is no verdict on any row."
                    .formatted(PERCENT * drift.doubleValue())));
        } else {
            long noisy = document.results().stream().filter(r -> r.pass() && r.verdict().equals("noisy")).count();
            if (noisy > 0) {
                notices.add(Notice.warning(noisy + (noisy == 1 ? " row is" : " rows are")
                        + " too noisy for a verdict: samples or forks differ by more than a tenth."));
            }
        }
        return notices;
    }

    private static Facts libraries(ResultDocument document) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (ResultLine row : document.results()) {
            if (!row.library().isEmpty()) {
                lines.putIfAbsent(row.backend(), row.library());
                lines.putIfAbsent(row.backend() + ", " + row.precision(), row.setup());
            }
        }
        Facts facts = Facts.empty();
        for (Map.Entry<String, String> line : lines.entrySet()) {
            facts = facts.withFact(line.getKey(), line.getValue());
        }
        return facts;
    }

    private static String method(ResultDocument document) {
        if (!document.peers().isEmpty()) {
            return "Every fork is a JVM of its own with the flags below, and the variables that its library is set up with. It was run until the JIT was "
                    + "done with it, checked, timed, and checked again. " + ROOFS;
        }
        int forks = document.results().stream().mapToInt(r -> r.forkMedians().size()).max().orElse(0);
        String each = forks == 1 ? "one JVM of its own" : forks + " JVMs of its own, in rounds through the whole list";
        return "Every row ran in " + each
                + ", started by JMH with the flags below, was run until the JIT was done with it, checked, timed, "
                + "and checked again. " + (forks == 1 ? "One fork cannot show how forks differ: the interval is that of the fork. " : "")
                + ROOFS;
    }
}
