package gramflow.flow;

import gramflow.machine.Progress;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.WorstCases;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Runs end where they were told to, flows at the very time. */
class EventsTest {
    private static final Quadratic F = Quadratic.diagonal(0.5, 0.5);
    private static final double[] START = {3, 4};

    @Test
    void aFlowEndsAtTheTimeWhereTheLossReachesALevel() {
        // F = 6.25·e^(−t).
        for (Integrator integrator : Integrator.values()) {
            Outcome outcome = new GradientFlow(integrator, 1e-9).run(F, START, Until.time(100).orValueBelow(0.5));
            assertThat(outcome.reason()).as("%s", integrator).isEqualTo(Outcome.Reason.VALUE);
            assertThat(outcome.time()).isEqualTo(Math.log(12.5), within(1e-7));
            assertThat(outcome.value()).isEqualTo(0.5, within(1e-8));
            assertThat(outcome.arcLength()).isEqualTo(5 * (1 - Math.exp(-outcome.time() / 2)), within(1e-6));
        }
    }

    @Test
    void aFlowEndsAtTheTimeWhereTheGradientFallsToALevel() {
        for (Integrator integrator : Integrator.values()) {
            Outcome outcome = new GradientFlow(integrator, 1e-9).run(F, START, Until.time(100).orGradientBelow(0.1).orValueBelow(1e-9));
            assertThat(outcome.reason()).as("%s", integrator).isEqualTo(Outcome.Reason.GRADIENT);
            assertThat(outcome.time()).isEqualTo(2 * Math.log(25), within(1e-6));
            assertThat(outcome.gradientNorm()).isEqualTo(0.1, within(1e-8));
        }
    }

    @Test
    void theLastStateShownIsThatOfTheEvent() {
        double[] last = new double[2];
        Outcome outcome = new GradientFlow().run(F, START, Until.time(100).orValueBelow(0.5).observedAt(1, 50), s -> {
            last[0] = s.time();
            last[1] = s.value();
        });
        assertThat(last).containsExactly(outcome.time(), outcome.value());
    }

    @Test
    void descentEndsAtTheFirstStepBelowALevel() {
        Outcome outcome = new GradientDescent(StepRules.constant(1)).run(F, START, Until.steps(1000).orValueBelow(0.5));
        // 6.25·4^(−t).
        assertThat(outcome.steps()).isEqualTo(2);
        assertThat(outcome.reason()).isEqualTo(Outcome.Reason.VALUE);
        assertThat(new GradientDescent(StepRules.constant(1)).run(F, START, Until.steps(1000).orGradientBelow(1e-3)).steps()).isEqualTo(12);
        Outcome byTime = new GradientDescent(StepRules.constant(0.25)).run(F, START, Until.time(3));
        assertThat(byTime.reason()).isEqualTo(Outcome.Reason.TIME);
        assertThat(byTime.steps()).isEqualTo(12);
    }

    @Test
    void aStartThatIsThereAlreadyEndsTheRunAtOnce() {
        for (Method method : List.of(new GradientFlow(), new GradientDescent())) {
            Outcome outcome = method.run(F, new double[2], Until.time(1).orValueBelow(0));
            assertThat(outcome.steps()).isZero();
            assertThat(outcome.reason()).isEqualTo(Outcome.Reason.VALUE);
        }
        assertThat(new GradientFlow().run(F, START, Until.time(0)).w()).containsExactly(START);
    }

    @Test
    void aPointAtRestStaysToTheEnd() {
        for (Integrator integrator : Integrator.values()) {
            Outcome outcome = new GradientFlow(integrator, 1e-6).run(F, new double[2], Until.time(7));
            assertThat(outcome.time()).as("%s", integrator).isEqualTo(7);
            assertThat(outcome.w()).containsExactly(0, 0);
            assertThat(outcome.arcLength()).isZero();
        }
    }

    @Test
    void cancellingEndsTheRun() {
        Progress cancelled = new Progress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        for (Method method : List.of(new GradientFlow(), new GradientDescent(), new Nesterov(false))) {
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> method.run(F, START, Until.steps(10).with(cancelled)));
        }
    }

    @Test
    void whatAMethodCannotDoIsRefusedInOneLine() {
        Problem unknown = WorstCases.absolute(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientDescent().run(unknown, new double[1], Until.steps(1)))
                .withMessage("beta of the problem is not known: declare it, or take a step rule that needs none");
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientDescent().run(F, new double[3], Until.steps(1)))
                .withMessage("a start of 3 parameters for a problem of 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientDescent().run(F, new double[]{1, Double.NaN}, Until.steps(1)))
                .withMessageContaining("not finite");
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientFlow().run(F, START, Until.steps(Long.MAX_VALUE)))
                .withMessageContaining("needs a time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GradientFlow(Integrator.CLOSED_FORM, 1e-6).run(WorstCases.bumpyBowl(), new double[1], Until.time(1)))
                .withMessageContaining("only a sum of squares");
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientFlow(Integrator.STABILISED, 1e-12).run(F, START, Until.time(1)))
                .withMessageContaining("of order 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientFlow(Integrator.AUTO, 0)).withMessageContaining("tolerance 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new OptimisedGradient().run(F, START, Until.time(1)))
                .withMessageContaining("number of steps beforehand");
        assertThatIllegalArgumentException().isThrownBy(() -> Until.steps(-1)).withMessage("steps: -1, expected at least 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Until.time(1).observedAt(1, 1))
                .withMessageContaining("expected times that ascend");
        Problem negative = F.withFacts(F.facts().withBeta(Known.declared(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientDescent().run(negative, START, Until.steps(1)))
                .withMessageContaining("expected a positive number");
    }
}
