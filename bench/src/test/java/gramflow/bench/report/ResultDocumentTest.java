package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Kernel;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ResultDocumentTest {
    private static final ResultLine RIGHT = new ResultLine("gram", "vector", "Vector API, 512 bits", "tile 12x2, fma", "f64", 4096, 1024, 2,
            17_184_063_488.0, new Estimate(0.175, 0.174, 0.178), 100_679_680, "fma", 121.5, List.of(0.174, 0.176), 1.5e-15, 2.3e-13, "",
            "ok", 152);
    private static final ResultLine FAILED = new ResultLine("gemm", "vector", "", "", "f32", 3, 5, 1, 90, null, 156, "dram", 10.5,
            List.of(),
            Double.NaN, Double.NaN, "entry (0, 0) is 1, expected 2", "noisy", Double.NaN);
    private static final ResultDocument DOCUMENT = new ResultDocument(Map.of("commit", "abc"), Map.of("cpu", "A"),
            Map.of("fma_f64_gflops", 121.5),
            List.of(RIGHT, FAILED),
            Map.of("noisy", false), true, false);

    @SuppressWarnings("unchecked")
    private static Map<String, Object> throughText(ResultDocument document) throws IOException {
        return (Map<String, Object>) JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).anyFrom(JSON.std.asString(document.toJson()));
    }

    @Test
    void documentSurvivesBeingWrittenAndRead() throws IOException {
        assertThat(ResultDocument.parse(throughText(DOCUMENT))).isEqualTo(DOCUMENT);
    }

    @Test
    void otherLibrariesSurviveBeingWrittenAndRead() throws IOException {
        PeerLine faster = new PeerLine("gram", "f64", 1536, 768, 1, "blis", "BLIS 0.9.0", "BLIS_ARCH_TYPE=skx; blis f64, not cut",
                new Estimate(1.02, 1.01, 1.03), List.of(1.01, 1.02, 1.03), 50.5, 49.5);
        PeerLine failed = new PeerLine("gemm", "f32", 1536, 768, 2, "ejml", "", "", null, List.of(), 100, Double.NaN);
        ResultDocument compared = DOCUMENT.withPeers(new Peers(List.of(faster, failed), List.of("mkl is left out")));
        assertThat(ResultDocument.parse(throughText(compared))).isEqualTo(compared);
        assertThat(faster.verdict()).isEqualTo("faster");
        assertThat(failed.verdict()).isEqualTo("failed");
        assertThat(DOCUMENT.toJson()).doesNotContainKey("peers");
    }

    @Test
    void keysOfTheContractAreThere() {
        Map<String, Object> json = DOCUMENT.toJson();
        assertThat(json).containsEntry("schema", "gramflow-bench/1").containsKeys("machine", "roofs", "results", "noise", "valid");
        Map<String, Object> line = RIGHT.toJson();
        assertThat(line).containsKeys("kernel", "backend", "library", "setup", "precision", "n", "d", "threads", "flops", "seconds",
                "gflops", "bytes",
                "bound", "fraction_of_roof", "fork_medians", "residual", "pass", "verdict");
        assertThat(line.get("seconds")).isEqualTo(Map.of("median", 0.175, "low", 0.174, "high", 0.178));
        assertThat(line).containsEntry("pass", true).containsEntry("verdict", "ok").containsEntry("bound", "fma");
    }

    @Test
    void ratesFollowFromTimes() {
        Map<String, Object> line = RIGHT.toJson();
        assertThat((Double) line.get("gflops")).isEqualTo(17.184063488 / 0.175);
        assertThat((Double) line.get("fraction_of_roof")).isEqualTo(17.184063488 / 0.175 / 121.5);
    }

    @Test
    void failedRowHasNullsForWhatItDoesNotHave() {
        Map<String, Object> line = FAILED.toJson();
        assertThat(line).containsEntry("pass", false).containsEntry("failure", "entry (0, 0) is 1, expected 2");
        assertThat(line).containsEntry("seconds", null).containsEntry("gflops", null).containsEntry("residual", null);
    }

    @Test
    void formulasOfEveryKernelAreStated() {
        assertThat(DOCUMENT.toJson()).extractingByKey("formulas").asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsOnlyKeys(
                        Stream.concat(Arrays.stream(Kernel.values()).map(Kernel::label), Stream.of("residual")).toArray(String[]::new));
    }

    @Test
    void otherSchemaIsRefused() {
        Map<String, Object> json = new LinkedHashMap<>(DOCUMENT.toJson());
        json.put("schema", "gramflow-bench/2");
        assertThatThrownBy(() -> ResultDocument.parse(json)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gramflow-bench/2")
                .hasMessageContaining("expected gramflow-bench/1");
    }

    @Test
    void missingKeyIsRefusedWithItsPlace() throws IOException {
        String text = JSON.std.asString(DOCUMENT.toJson()).replace("\"threads\":1,", "");
        Map<String, Object> json = JSON.std.mapFrom(text);
        assertThatThrownBy(() -> ResultDocument.parse(json)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("results[1].threads").hasMessageContaining("expected a number");
    }

    @Test
    void wrongTypeIsRefusedWithItsPlace() throws IOException {
        String text = JSON.std.asString(DOCUMENT.toJson()).replace("[0.174,0.176]", "[0.174,\"fast\"]");
        Map<String, Object> json = JSON.std.mapFrom(text);
        assertThatThrownBy(() -> ResultDocument.parse(json)).hasMessageContaining("results[0].fork_medians").hasMessageContaining("fast");
    }
}
