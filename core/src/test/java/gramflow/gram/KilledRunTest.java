package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import gramflow.house.FreshJvm;
import gramflow.machine.Progress;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs in processes that are killed, as by {@code kill -9}, and gone on with. */
final class KilledRunTest {
    private static final int BANDS = 60;
    private static final int HEIGHT = 8;

    @TempDir
    private Path folder;

    private static Gram gram() {
        return Kernels.linear(Precision.F32, BANDS * HEIGHT - 3, 20);
    }

    private static GramFile open(Path out, Kind kind) throws IOException {
        return GramFile.open(out, gram().tiles(), Kernels.products(), GramFileTest.plan(gram(), kind, HEIGHT), Map.of());
    }

    /** Writes to the file named, so slowly that it can be caught at it. */
    public static void main(String[] args) throws IOException {
        try (GramFile file = open(Path.of(args[0]), Kind.valueOf(args[1]))) {
            file.run(new Progress() {
                @Override
                public void advance(double units) {
                    try {
                        Thread.sleep(2);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void killedAgainAndAgainItEndsWithTheBitsOfAnUndisturbedRun(Kind kind) throws IOException, InterruptedException {
        Path calm = folder.resolve("calm.npy");
        try (GramFile file = open(calm, kind)) {
            file.run(Progress.NONE);
        }
        Path out = folder.resolve("K.npy");
        Random random = new Random(kind.name().length());
        int finished = 0;
        for (int kill = 1; kill <= 2; kill++) {
            int until = finished + 1 + random.nextInt(BANDS / 4);
            Process process = new ProcessBuilder(FreshJvm.command(KilledRunTest.class.getName(), out.toString(), kind.name()))
                    .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
            while (process.isAlive() && bandsIn(folder.resolve("K.npy.journal")) < until) {
                Thread.sleep(1);
            }
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(out).as(Files.readString(folder.resolve("log"))).doesNotExist();
            finished = bandsIn(folder.resolve("K.npy.journal"));
            assertThat(finished).isGreaterThanOrEqualTo(until);
        }
        try (GramFile file = open(out, kind)) {
            FileReport report = file.run(Progress.NONE);
            assertThat(report.kept()).isEqualTo(finished);
            assertThat(report.recomputed()).isZero();
        }
        assertThat(Files.mismatch(out, calm)).isEqualTo(-1);
        assertThat(folder.resolve("K.npy.journal")).doesNotExist();
        assertThat(folder.resolve("K.npy.part")).doesNotExist();
    }

    /** Lines of the journal behind its beginning: those of bands. */
    private static int bandsIn(Path journal) throws IOException {
        if (!Files.exists(journal)) {
            return 0;
        }
        String text = Files.readString(journal);
        int begin = text.indexOf("\nbegin ");
        return begin < 0 ? 0 : (int) text.substring(begin + 1).chars().filter(c -> c == '\n').count() - 1;
    }
}
