package gramflow.backend.differential;

import gramflow.house.FreshJvm;
import gramflow.house.FreshJvm.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The bits of a result do not depend on how far the JIT has come. */
@Tag("lane")
class DeterminismTest {

    @Test
    void everyCallOfAFreshJvmGivesTheBitsOfItsFirst() {
        Outcome outcome = FreshJvm.run(FirstCalls.class.getName());
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output().lines())
                .containsExactlyElementsOf(Subject.all().map(s -> s + ": " + FirstCalls.CALLS + " calls, 1 pattern").toList());
    }
}
