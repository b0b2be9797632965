package gramflow.bench.tune;

import gramflow.backend.Tuning;
import gramflow.backend.Tuning.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class KeptTuningTest {
    private static final Shape SHAPE = new Shape(128, 8, 2, 2, 1024, 400_000, 256);
    private static final Tuning TUNING = new Tuning(SHAPE, SHAPE.withDepth(512));
    private static final TuneKey KEY = new TuneKey("a CPU, a JVM, flags");

    @TempDir
    private Path folder;

    @Test
    void whatIsKeptIsFound() throws IOException {
        KeptTuning kept = KeptTuning.keep(folder.resolve("deep/er"), KEY, TUNING, "2026-01-01", "f64 1.02 times as fast");
        KeptTuning.Found found = KeptTuning.find(folder.resolve("deep/er"), KEY);
        assertThat(found.kept()).contains(kept);
        assertThat(found.warning()).isEmpty();
        assertThat(kept.tuning()).isEqualTo(TUNING);
        assertThat(folder.resolve("deep/er")).isDirectoryContaining(file -> file.equals(kept.file()));
    }

    @Test
    void thatOfAnotherCpuJvmOrFlagsIsNotFound() throws IOException {
        KeptTuning.keep(folder, KEY, TUNING, "", "");
        KeptTuning.Found found = KeptTuning.find(folder, new TuneKey("another CPU"));
        assertThat(found.kept()).isEmpty();
        assertThat(found.warning()).isEmpty();
    }

    @Test
    void aFileUnderTheNameOfAnotherIsNotTrusted() throws IOException {
        TuneKey other = new TuneKey("another CPU");
        Path file = KeptTuning.keep(folder, KEY, TUNING, "", "").file();
        Files.move(file, folder.resolve(other.fileName()));
        KeptTuning.Found found = KeptTuning.find(folder, other);
        assertThat(found.kept()).isEmpty();
        assertThat(found.warning()).contains(other.fileName(), "is ignored: it is of another CPU, JVM or flags").doesNotContain("\n");
    }

    @Test
    void aCorruptFileIsIgnoredWithOneLine() throws IOException {
        Path file = KeptTuning.keep(folder, KEY, TUNING, "", "").file();
        String text = Files.readString(file);
        for (String corrupt : new String[]{"", "\0\1\2", text.replace("8x2x2", "99x2x2"), text.substring(0, text.indexOf("tuning=") + 20),
                text.replace("bits\\=128", "bits\\=1024"), "key=\\u12"}) {
            Files.writeString(file, corrupt);
            KeptTuning.Found found = KeptTuning.find(folder, KEY);
            assertThat(found.kept()).as(corrupt).isEmpty();
            assertThat(found.warning()).as(corrupt).startsWith(file + " is ignored: ").hasLineCount(1);
        }
    }

    @Test
    void theKeyTellsTheCpuTheJvmItsFlagsAndTheWidth() {
        assertThat(TuneKey.current().text()).contains(gramflow.machine.Cpu.current().model(), gramflow.machine.Jit.current().vm(), "UseFMA",
                " bits");
    }
}
