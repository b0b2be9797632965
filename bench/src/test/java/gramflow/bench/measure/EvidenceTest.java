package gramflow.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class EvidenceTest {

    @Test
    void whatAForkWritesIsWhatItsParentReads(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("evidence");
        Evidence evidence = new Evidence(new Check(1.25e-15, 2e-13, "entry (1, 2) is ∞: \"=\\off\""), "Vector API, 512 bits",
                "tile 12x2, é");
        evidence.write(file);
        assertThat(Evidence.read(file)).isEqualTo(evidence);
    }

    @Test
    void residualThatIsNotFiniteSurvives(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("evidence");
        new Evidence(new Check(Double.POSITIVE_INFINITY, 1, "x"), "", "").write(file);
        assertThat(Evidence.read(file).check().residual()).isInfinite();
    }
}
