package gramflow.bench.measure;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Lapack;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class CholeskyWorkloadTest {

    private static Row row(Precision precision, int threads) {
        return new Row(Kernel.CHOLESKY, "scalar", precision, 130, 130, threads);
    }

    @Test
    void whatCoreComputesPassesOnAnyNumberOfThreadsAgainAndAgain() {
        for (Precision precision : Precision.values()) {
            for (int threads : new int[]{1, 3}) {
                Workload workload = CholeskyWorkload.of(row(precision, threads));
                assertThat(workload.check().pass()).isFalse();
                for (int i = 0; i < 3; i++) {
                    workload.run();
                    assertThat(workload.check().pass()).isTrue();
                }
                assertThat(workload.setup()).startsWith("core's Cholesky; ");
            }
        }
    }

    /** The scalar backend with a factorisation of a library's. */
    private static Backend with(Lapack lapack) {
        Backend scalar = Backends.named("scalar");
        return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[]{Backend.class},
                (proxy, method, arguments) -> method.getName().equals("lapack") ? Optional.of(lapack) : method.invoke(scalar, arguments));
    }

    private record Plain(boolean forgets, boolean writesAbove) implements Lapack {
        @Override
        public String description() {
            return "plain";
        }

        @Override
        public long maxOrder() {
            return 1000;
        }

        @Override
        public long cholesky(Strided a) {
            for (long i = 0; i < a.rows(); i++) {
                for (long j = 0; j <= i; j++) {
                    double sum = a.get(i, j);
                    for (long k = forgets ? 1 : 0; k < j; k++) {
                        sum -= a.get(i, k) * a.get(j, k);
                    }
                    a.set(i, j, i == j ? Math.sqrt(sum) : sum / a.get(j, j));
                    if (writesAbove) {
                        a.set(j, i, a.get(i, j));
                    }
                }
            }
            return a.rows();
        }

        @Override
        public void eigen(Strided a, boolean vectors, double[] values) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void onOneThreadALibrarysOwnFactorisationIsMeasuredAndItsMistakesAreCaught() {
        Workload right = CholeskyWorkload.of(with(new Plain(false, false)), row(Precision.F64, 1));
        right.run();
        assertThat(right.check().pass()).isTrue();
        assertThat(right.library()).isEqualTo("plain");
        Workload forgetful = CholeskyWorkload.of(with(new Plain(true, false)), row(Precision.F64, 1));
        forgetful.run();
        assertThat(forgetful.check().fault()).contains("off by");
        Workload above = CholeskyWorkload.of(with(new Plain(false, true)), row(Precision.F64, 1));
        above.run();
        assertThat(above.check().fault()).contains("above the triangle");
        assertThat(CholeskyWorkload.of(with(new Plain(true, true)), row(Precision.F64, 2)).setup()).startsWith("core's Cholesky; ");
    }
}
