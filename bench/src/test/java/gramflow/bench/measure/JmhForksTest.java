package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.BenchmarkParams;

import static org.assertj.core.api.Assertions.assertThat;

final class JmhForksTest {

    @Test
    void flagsOfTheParentArePassedOn() {
        List<String> flags = List.of("--add-modules=jdk.incubator.vector", "-XX:UseAVX=2", "-XX:+UseTransparentHugePages",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-Dgramflow.vector.bits=256");
        assertThat(JmhForks.passedOn(flags, null)).isEqualTo(flags);
    }

    @Test
    void libraryThatTheParentWasToldToLinkIsPassedOn() {
        assertThat(JmhForks.passedOn(List.of("-Xmx1g"), "/a/libblas.so")).contains("-Xmx1g", "-Dgramflow.blas.library=/a/libblas.so");
        assertThat(JmhForks.passedOn(List.of("-Dgramflow.blas.library=/b"), "/a")).contains("-Dgramflow.blas.library=/a")
                .doesNotContain("-Dgramflow.blas.library=/b");
    }

    @Test
    void tuningThatTheParentFoundIsPassedOnUnlessAFlagSaysOtherwise() {
        assertThat(JmhForks.tuned(List.of("-Xmx1g"), "f64:a")).containsExactly("-Xmx1g", "-Dgramflow.vector.tuning=f64:a");
        assertThat(JmhForks.tuned(List.of("-Dgramflow.vector.tuning="), "f64:a")).containsExactly("-Dgramflow.vector.tuning=");
        assertThat(JmhForks.tuned(List.of("-Xmx1g"), null)).containsExactly("-Xmx1g");
    }

    @Test
    void debuggerIsNotPassedOn() {
        assertThat(JmhForks.passedOn(List.of("-agentlib:jdwp=transport=dt_socket,address=5005", "-Xmx1g"), null)).contains("-Xmx1g")
                .noneMatch(flag -> flag.contains("jdwp"));
    }

    @Test
    void flagThatJmhNeedsIsAdded() {
        assertThat(JmhForks.passedOn(List.of(), null)).containsExactly("--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void forkMeasuresARowAndTellsWhatItChecked() throws IOException {
        Row row = new Row(Kernel.GRAM, "scalar", Precision.F64, 24, 16, 1);
        ForkResult result = new JmhForks().run(row, new Sampling(5, 3, 5));
        assertThat(result.failure()).isEmpty();
        assertThat(result.seconds()).hasSize(3).allSatisfy(seconds -> assertThat(seconds).isPositive());
        Evidence evidence = Objects.requireNonNull(result.evidence());
        assertThat(evidence.check().pass()).isTrue();
        assertThat(evidence.check().residual()).isLessThan(evidence.check().bound());
        BenchmarkParams params = Objects.requireNonNull(result.jmh()).getParams();
        assertThat(params.getParam("n")).isEqualTo("24");
        assertThat(params.getParam("kernel")).isEqualTo("gram");
    }

    @Test
    void forkThatDiesSaysWhy() throws IOException {
        Row row = new Row(Kernel.GRAM, "no-such-backend", Precision.F64, 8, 8, 1);
        ForkResult result = new JmhForks().run(row, new Sampling(5, 1, 5));
        assertThat(result.seconds()).isEmpty();
        assertThat(result.failure()).contains("no-such-backend");
    }

    @Test
    void deepestCauseIsTakenFromWhatAForkSaid() {
        assertThat(JmhForks.cause("""
                # Warmup Iteration   1: <failure>

                java.lang.IllegalStateException: setup failed
                	at a.b.C.d(C.java:1)
                Caused by: java.lang.OutOfMemoryError: Cannot reserve 8 bytes
                	at e.f.G.h(G.java:2)
                """)).isEqualTo("java.lang.OutOfMemoryError: Cannot reserve 8 bytes");
        assertThat(JmhForks.cause("Unrecognized VM option 'Nope'\nError: Could not create the Java Virtual Machine."))
                .isEqualTo("Unrecognized VM option 'Nope'");
        assertThat(JmhForks.cause("nothing of the kind")).isEqualTo("the fork ended without a result");
    }
}
