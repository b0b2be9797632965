package gramflow.bench.peers;

import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.Workload;
import gramflow.memory.Precision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Libraries in Java, in this JVM; linked ones are in forks, and the suite of {@code native} knows them. */
final class PeerWorkloadTest {

    @ParameterizedTest
    @EnumSource(value = Peer.class, names = {"JBLAS", "NETLIB", "EJML", "OJALGO"})
    void computesWhatItIsMeasuredFor(Peer peer) {
        for (Precision precision : Precision.values()) {
            for (Kernel kernel : List.of(Kernel.GRAM, Kernel.GEMM)) {
                for (int threads = 1; threads <= (peer.hasThreads() ? 2 : 1); threads++) {
                    for (Setup setup : List.of(Setup.UNTOUCHED, Setup.way(NetlibProduct.GEMM))) {
                        Row row = new Row(kernel, peer.label(), precision, 67, 45, threads);
                        Workload workload = peer.workload(row, setup);
                        assertThat(workload.check().pass()).as("%s before it ran", row).isFalse();
                        workload.runSmall();
                        workload.run();
                        assertThat(workload.check().fault()).as("%s, %s", row, setup.label()).isEmpty();
                        assertThat(workload.library()).matches("(netlib|jblas|EJML|ojAlgo) [0-9].*");
                    }
                }
            }
        }
    }
}
