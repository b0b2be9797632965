package gramflow.bench.peers;

import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.JmhForks;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Row;
import gramflow.memory.Precision;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class PeerForksTest {
    private static final PeerForks FORKS = new PeerForks(new JmhForks().jvmArgs());
    private static final double SECONDS = 0.01;

    private static Row row(Peer peer) {
        return new Row(Kernel.GRAM, peer.label(), Precision.F64, 60, 40, 1);
    }

    @Test
    void aForkChecksAndTimesAndSaysWhatComputed() throws IOException {
        ForkResult fork = FORKS.run(row(Peer.OPENBLAS_MAVEN), Peer.OPENBLAS_MAVEN, Setup.UNTOUCHED, SECONDS);
        assertThat(fork.failure()).isEmpty();
        assertThat(fork.seconds()).isNotEmpty().allSatisfy(s -> assertThat(s).isPositive());
        assertThat(Objects.requireNonNull(fork.evidence()).library()).contains("OpenBLAS", "its own threads", "(from Maven)");
        assertThat(fork.evidence().check().pass()).isTrue();
    }

    @Test
    void variablesOfASetupReachTheLibraryAndNoOthers() throws IOException {
        Setup old = Setup.of(Map.of("OPENBLAS_CORETYPE", "Nehalem"));
        ForkResult fork = FORKS.run(row(Peer.OPENBLAS_MAVEN), Peer.OPENBLAS_MAVEN, old, SECONDS);
        if (System.getProperty("os.arch", "").equals("amd64")) {
            assertThat(Objects.requireNonNull(fork.evidence()).library()).contains("kernels for Nehalem");
        }
    }

    @Test
    void aForkThatCannotRunSaysWhy() throws IOException {
        // No machine has 64 TiB for it.
        Row tooLarge = new Row(Kernel.GRAM, "ejml", Precision.F64, 1 << 22, 2, 1);
        ForkResult fork = FORKS.run(tooLarge, Peer.EJML, Setup.UNTOUCHED, SECONDS);
        assertThat(fork.seconds()).isEmpty();
        assertThat(fork.failure()).containsAnyOf("ArithmeticException", "overflow", "OutOfMemoryError");
    }
}
