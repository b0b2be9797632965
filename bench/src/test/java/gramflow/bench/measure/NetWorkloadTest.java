package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Workloads on networks: right results pass their check, and memory that nothing was written to does not. */
final class NetWorkloadTest {
    private static final Set<Kernel> KERNELS = EnumSet.of(Kernel.GRADIENT, Kernel.JVP, Kernel.VJP, Kernel.NTK, Kernel.NTK_PRODUCTS,
            Kernel.EXPLICIT_ROWS);

    static Stream<Arguments> rows() {
        return KERNELS.stream().flatMap(kernel -> Stream.of(Precision.values()).map(precision -> Arguments.of(kernel, precision)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void resultsPassTheirCheckAndNoResultDoesNot(Kernel kernel, Precision precision) {
        Workload workload = kernel.workload(new Row(kernel, "auto", precision, 37, 11, 1));
        assertThat(workload.check().pass()).isFalse();
        workload.runSmall();
        workload.run();
        Check check = workload.check();
        assertThat(check.fault()).isEmpty();
        assertThat(check.pass()).isTrue();
        assertThat(workload.setup()).contains("11-");
    }
}
