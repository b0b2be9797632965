package gramflow.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;

final class ProfileCommandTest {
    @TempDir
    private Path folder;

    @Test
    void everyNHasItsPhasesAndThePageItsScalingAndTimeline() throws IOException {
        Path out = folder.resolve("profile");
        Cli cli = Cli.run("profile", "gram", "--n", "100,200", "--d", "20", "--model", "mlp:20-16-1:tanh", "--precision", "f32", "--out",
                out.toString());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("forward", "exponent of n: ", "largest n: memory ");

        Map<String, Object> json = JSON.std.mapFrom(Files.readString(out.resolve("profile.json")));
        assertThat(json).containsEntry("schema", "gramflow-profile/1").containsKeys("exponents", "largest_n");
        assertThat(json.get("rows")).asInstanceOf(InstanceOfAssertFactories.list(Map.class)).hasSize(2).allSatisfy(row -> {
            Map<?, ?> seconds = (Map<?, ?>) Objects.requireNonNull(row.get("seconds"));
            assertThat(seconds).hasSize(9);
            assertThat((Double) seconds.get("backward")).isPositive();
            assertThat((Double) seconds.get("pack")).isPositive();
            assertThat((List<?>) row.get("tiles")).isNotEmpty();
            assertThat((Double) row.get("balance")).isBetween(0.0, 1.0);
        });
        assertThat(Files.readString(out.resolve("report.html"))).contains("Time by phase", "Bands of n = 200", "What fits");
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("profile.json", "report.html");
        }
    }

    @Test
    void whatCannotBeProfiledIsRefusedInALine() {
        for (String[] args : List.of(new String[]{"profile", "gemm"}, new String[]{"profile", "gram", "--n", "200,100"},
                new String[]{"profile", "gram", "--n", "0"}, new String[]{"profile", "gram", "--d", "0"})) {
            Cli cli = Cli.run(args);
            assertThat(cli.code()).as(cli.out()).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).hasLineCount(1);
        }
    }
}
