package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import gramflow.bench.page.WellFormed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;

final class BenchReportTest {
    private static final Map<String, Object> ROOFS = Map.of("threads",
            Map.of("1", Map.of("fma_f64_gflops", 100.0, "l1_gbs", 400.0, "l1_bytes",
                    16384, "dram_gbs", 20.0, "dram_bytes", 1 << 28)));

    private static ResultLine row(String kernel, String backend, long n, double gflops) {
        double flops = 2.0 * n * n * n;
        double seconds = flops / gflops / 1e9;
        return new ResultLine(kernel, backend, "library of " + backend, "setup of " + backend, "f64", n, n, 1, flops,
                new Estimate(seconds, seconds * 0.99, seconds * 1.01), 24.0 * n * n, "fma", 100, List.of(seconds), 1e-16, 1e-13, "", "ok",
                64);
    }

    private static ResultDocument document(boolean valid, ResultLine... rows) {
        return new ResultDocument(Map.of("date", "2026-11-25T12:00:00Z", "commit", "abc1234"),
                Map.of("cpu", "Some <CPU>", "jdk", "25", "flags", List.of("-Xmx1g"), "gc", List.of("G1 Young Generation"), "caches",
                        Map.of("l1d", 32768, "l2", 1048576, "l3", 33554432, "line", 64)),
                ROOFS, List.of(rows), Map.of("noisy", false, "roof_drift", 0.01), true, valid);
    }

    private static List<String> texts(Document page, String element) {
        return WellFormed.elements(page, element).stream().map(Element::getTextContent).toList();
    }

    @Test
    void pageSaysHowItWasMeasured() {
        Document page = WellFormed.page(BenchReport.of(document(true, row("gram", "vector", 100, 50))).html());
        assertThat(texts(page, "dd")).contains("abc1234", "2026-11-25T12:00:00Z", "Some <CPU>", "25", "-Xmx1g", "G1 Young Generation",
                "L1d 32 KiB, L2 1 MiB, L3 32 MiB, lines of 64 B", "library of vector", "setup of vector");
    }

    @Test
    void everyRowIsInTheTableAndEveryPointBehindItsPlot() {
        Document page = WellFormed.page(BenchReport.of(document(true, row("gram", "vector", 100, 51.5), row("gram", "vector", 200, 62.5),
                row("gram", "scalar", 100, 4.5))).html());
        assertThat(texts(page, "td")).contains("51.5", "62.5", "4.5", "0.515", "64 B", "10⁻¹⁶").filteredOn(t -> t.equals("vector"))
                .hasSize(4);
        assertThat(texts(page, "summary")).hasSize(2);
        assertThat(texts(page, "li")).contains("vector", "scalar", "roof: 100 GF/s, independent multiply-adds", "L1: reading, 400 GB/s",
                "DRAM: reading, 20 GB/s", "gram, vector", "gram, scalar");
    }

    @Test
    void rowAboveItsRoofIsMarkedAsAnErrorInPlotsAndTable() {
        Document page = WellFormed
                .page(BenchReport.of(document(false, row("gram", "vector", 100, 103), row("gram", "vector", 200, 60))).html());
        assertThat(texts(page, "p")).anyMatch(p -> p.contains("Not valid: 0 rows failed, 1 lie above their roof."));
        assertThat(texts(page, "td")).contains("✕ above its roof", "✕ 1.030");
        assertThat(texts(page, "li")).filteredOn(t -> t.startsWith("above its roof")).hasSize(2);
        assertThat(WellFormed.elements(page, "path")).filteredOn(p -> p.getAttribute("class").equals("stroked error")).hasSize(6);
    }

    @Test
    void failedRowIsToldWithItsReason() {
        ResultLine failed = new ResultLine("gemm", "vector", "", "", "f64", 8, 8, 1, 1024, null, 1536, "fma", 100, List.of(), Double.NaN,
                Double.NaN, "entry (0, 0) is 1, expected 2", "noisy", Double.NaN);
        Document page = WellFormed.page(BenchReport.of(document(false, failed)).html());
        assertThat(texts(page, "td")).contains("✕ failed: entry (0, 0) is 1, expected 2");
    }

    @Test
    void fileOfAnotherBuildWithoutTheNewerKeysIsShownToo() throws IOException {
        Map<String, Object> json = JSON.std.mapFrom(JSON.std.asString(document(true, row("gram", "vector", 100, 50)).toJson()));
        json.remove("run");
        json.put("roofs", Map.of("fma_f64_gflops", 100));
        json.put("machine", Map.of("cpu", "old"));
        assertThat(WellFormed.page(BenchReport.of(ResultDocument.parse(json)).html())).isNotNull();
    }

    private static PeerLine peer(String name, String setup, double ratio) {
        return new PeerLine("gram", "f64", 1536, 768, 1, name, "library of " + name, setup + "; syrk",
                new Estimate(ratio, ratio * 0.99, ratio * 1.01), List.of(ratio, ratio), 50, 50 / ratio);
    }

    @Test
    void otherLibrariesAreToldAndDrawnThoseAboutAsFastApartFromTheOthers() {
        ResultDocument document = document(true, row("gram", "vector", 100, 50)).withPeers(new Peers(
                List.of(peer("blis", "BLIS_ARCH_TYPE=skx", 1.02), peer("ejml", "untouched", 20), peer("openblas", "untouched", 0.9)),
                List.of("mkl is left out: not found")));
        Document page = WellFormed.page(BenchReport.of(document).html());
        assertThat(texts(page, "strong")).containsExactly("gram f64 1536 × 768, 1 thread, about as fast",
                "gram f64 1536 × 768, 1 thread, further off");
        // Each plot is drawn twice.
        assertThat(texts(page, "text")).contains("blis, BLIS_ARCH_TYPE=skx: 1.020", "openblas, untouched: 0.900", "ejml, untouched: 20.000")
                .filteredOn(t -> t.equals("as fast")).hasSize(4);
        assertThat(texts(page, "td")).contains("✓ faster", "! slower", "library of blis; BLIS_ARCH_TYPE=skx; syrk", "1.020");
        assertThat(texts(page, "p")).contains("mkl is left out: not found.");
    }
}
