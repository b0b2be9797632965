package gramflow.backend.differential;

import gramflow.house.FreshJvm;
import gramflow.house.FreshJvm.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold from the first call of a JVM on, and in one with little memory: each test starts its own. */
@Tag("lane")
class FreshJvmTest {

    @Test
    void everyCallGivesTheBitsOfTheFirstWhileTheJitCompiles() {
        Outcome outcome = FreshJvm.run(FirstCalls.class.getName());
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output().lines())
                .containsExactlyElementsOf(Stream.concat(Subject.all().map(s -> s + ": " + FirstCalls.CALLS + " calls, 1 pattern"),
                        FirstCalls.reductions().map(s -> s + ": " + FirstCalls.SHORT_CALLS + " calls, 1 pattern")).toList());
    }

    @Test
    void factorsLargerThanTheHeapCanHoldArePackedPieceByPiece() {
        // -Xbatch waits for the compiler: uncompiled, the Vector API takes a hundred times as long.
        Outcome outcome = FreshJvm.run("-Xbatch", "-Xmx64m", "-XX:MaxDirectMemorySize=1g", SmallHeap.class.getName());
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output().lines())
                .containsExactlyElementsOf(Stream.concat(Subject.all().map(Subject::toString).filter(s -> !s.startsWith("scalar")),
                        SmallHeap.hadamards().map(SmallHeap.Hadamard::toString)).toList());
    }
}
