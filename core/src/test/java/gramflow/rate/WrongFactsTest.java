package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.GradientFlow;
import gramflow.flow.Integrator;
import gramflow.flow.Method;
import gramflow.flow.Nesterov;
import gramflow.flow.Outcome;
import gramflow.flow.StepRules;
import gramflow.flow.Until;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.ScalarFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A wrong constant or step is found out, with the step at which it shows; a run that diverges says so and ends. */
class WrongFactsTest {
    private static final Quadratic F = Quadratic.rotated(2, Quadratic.logarithmicSpectrum(9, 0.05, 4)).withCentre(Runs.gaussian(9, 6));
    private static final double[] START = Runs.gaussian(9, 11);

    private static List<Finding> failures(Problem problem, Method method, Until until) {
        return Runs.certified(problem, method, until, START).findings().stream().filter(finding -> !finding.holds()).toList();
    }

    @Test
    void nothingFailsWhileAllIsRight() {
        assertThat(failures(F, new GradientDescent(), Until.steps(300))).isEmpty();
        assertThat(failures(F, new GradientFlow(), Until.time(30))).isEmpty();
    }

    @Test
    void aDoubledLambdaIsCaughtOfDescentAndOfFlow() {
        Problem wrong = F.withFacts(F.facts().withLambda(Known.declared(0.1)));
        List<Finding> descent = failures(wrong, new GradientDescent(), Until.steps(300));
        assertThat(descent).extracting(Finding::id).contains("A5");
        assertThat(descent).anySatisfy(finding -> assertThat(finding.violation().orElseThrow().step()).isBetween(1L, 100L));
        List<Finding> flow = failures(wrong, new GradientFlow(), Until.time(60));
        assertThat(flow).extracting(Finding::id).contains("A6");
        assertThat(flow.getFirst().violation().orElseThrow().time()).isPositive();
    }

    @Test
    void aDoubledMuOfAQuadraticIsCaught() {
        Problem wrong = F.withFacts(F.facts().withMu(Known.declared(0.1)));
        assertThat(failures(wrong, new GradientDescent(), Until.steps(300))).extracting(Finding::id).containsOnly("A8");
    }

    @Test
    void aHalvedBetaIsCaught() {
        Problem wrong = F.withFacts(F.facts().withBeta(Known.declared(2)));
        List<Finding> found = failures(wrong, new GradientDescent(), Until.steps(300));
        assertThat(found).extracting(Finding::id).contains("A1", "A3");
        assertThat(found.getFirst().violation().orElseThrow().step()).isLessThan(100);
        assertThat(found.getFirst().toString()).contains("FAILS at step ");
    }

    @Test
    void ofASampledBetaNothingIsClaimedButThatFNeverRisesIsWatched() {
        Problem sampled = F.withFacts(F.facts().withBeta(Known.sampled(3)));
        for (Method method : List.of(new GradientDescent(), new Nesterov(false), new Nesterov(true))) {
            Certificates made = Certificates.of(sampled, method, Until.time(10));
            assertThat(made.findings()).as(method.name()).extracting(Finding::claim).noneMatch(claim -> claim.contains("beta"));
        }
        // Of the flow's potential that of no β at all remains, with 1/β = 0.
        assertThat(Certificates.of(sampled, new GradientFlow(), Until.time(10)).findings()).extracting(Finding::claim)
                .contains("t gap <= R^2/4").doesNotContain("(t + 1/(2 beta)) gap <= R^2/4");
        assertThat(failures(sampled, new GradientDescent(), Until.steps(300))).isEmpty();
        Problem tooSmall = F.withFacts(F.facts().withBeta(Known.sampled(1.9)));
        assertThat(failures(tooSmall, new GradientDescent(), Until.steps(300))).extracting(Finding::claim).contains("F never rises");
    }

    @Test
    void aStepOf2Point1OverBetaIsCaughtAtTheStepWhereFFirstRises() {
        GradientDescent tooLong = new GradientDescent(StepRules.overBeta(2.1));
        List<Finding> found = failures(F, tooLong, Until.steps(300));
        assertThat(found).extracting(Finding::claim).contains("F never rises (step <= 2/beta)");
        List<Runs.Kept> run = Runs.states(F, tooLong, Until.steps(300), START);
        int first = 1;
        while (run.get(first).value() <= run.get(first - 1).value()) {
            first++;
        }
        assertThat(found.getFirst().violation().orElseThrow().step()).isEqualTo(first);
    }

    @Test
    void aWrongMinimiserOrInfimumIsCaught() {
        double[] elsewhere = F.facts().minimiser().orElseThrow();
        elsewhere[0] += 5;
        assertThat(
                failures(F.withFacts(F.facts().withMinimiser(elsewhere, Known.Origin.DECLARED)), new GradientDescent(), Until.steps(300)))
                .isNotEmpty();
        assertThat(failures(F.withFacts(F.facts().withInfimum(Known.declared(-3))), new GradientDescent(), Until.steps(300))).isNotEmpty();
    }

    @Test
    void aGradientThatIsNotThatOfFIsCaught() {
        ScalarFunction wrong = new ScalarFunction("half its gradient", w -> w * w, w -> w, Quadratic.diagonal(2).facts());
        Certificates certificates = Runs.certified(wrong, new GradientDescent(), Until.steps(20), new double[]{1});
        assertThat(certificates.hold()).isFalse();
    }

    @Test
    void divergenceEndsTheRunWithAWordAndAFinitePoint() {
        for (Problem problem : List.of(F, F.withFacts(F.facts().withInfimum(Known.NOTHING)))) {
            Outcome outcome = new GradientDescent(StepRules.overBeta(2.1)).run(problem, START, Until.steps(1_000_000));
            assertThat(outcome.ok()).isFalse();
            assertThat(outcome.reason()).isEqualTo(Outcome.Reason.DIVERGED);
            assertThat(outcome.word()).startsWith("diverged: F rose from ").contains(" by step " + outcome.steps());
            assertThat(outcome.steps()).isLessThan(1000);
            assertThat(gramflow.problem.Vectors.isFinite(outcome.w())).isTrue();
        }
        Outcome huge = new GradientDescent(StepRules.constant(1e200)).run(F, START, Until.steps(1_000_000));
        assertThat(huge.reason()).isEqualTo(Outcome.Reason.DIVERGED);
        assertThat(gramflow.problem.Vectors.isFinite(huge.w())).isTrue();
    }

    @Test
    void aFlowThatRunsAwayEndsWithAWord() {
        ScalarFunction hill = new ScalarFunction("-w^4", w -> -w * w * w * w, w -> -4 * w * w * w, gramflow.problem.Facts.NONE);
        for (Integrator integrator : List.of(Integrator.EXPLICIT, Integrator.STABILISED, Integrator.EXPONENTIAL, Integrator.AUTO)) {
            Outcome outcome = new GradientFlow(integrator, 1e-6).run(hill, new double[]{1}, Until.time(1));
            assertThat(outcome.ok()).as(integrator.label() + ": " + outcome).isFalse();
            // w = (1 − 8t)^(−1/2) is infinite at 1/8.
            assertThat(outcome.time()).isBetween(0.1, 0.1251);
            assertThat(gramflow.problem.Vectors.isFinite(outcome.w())).isTrue();
        }
    }
}
