package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.GradientFlow;
import gramflow.flow.Integrator;
import gramflow.flow.Method;
import gramflow.flow.Nesterov;
import gramflow.flow.OptimisedGradient;
import gramflow.flow.Schedule;
import gramflow.flow.StepRules;
import gramflow.flow.StochasticDescent;
import gramflow.flow.Until;
import gramflow.io.DataFile;
import gramflow.io.DataSet;
import gramflow.io.LabelColumn;
import gramflow.io.ReadOptions;
import gramflow.io.Scaling;
import gramflow.matrix.Products;
import gramflow.problem.Ball;
import gramflow.problem.EmpiricalRisk;
import gramflow.problem.Known;
import gramflow.problem.Loss;
import gramflow.problem.Losses;
import gramflow.problem.Minibatches;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Bounds as inequalities on real problems: logistic regression on optdigits, least squares on MNIST. Needs {@code -Dgramflow.data=DIR}. */
class RealDataRatesTest {
    private static final int STEPS = 300;

    private static Path data(String name) {
        String folder = System.getProperty("gramflow.data", "");
        // The files are too large to keep here and not ours to give on; without them there is no real problem to hold to its rates.
        assumeTrue(!folder.isEmpty(), "skipped: -Dgramflow.data=DIR does not say where " + name + " is");
        return Path.of(folder, name);
    }

    /** 1 for even digits, −1 for odd ones. */
    private static double[] parity(DataSet digits) {
        double[] y = new double[(int) digits.x().rows()];
        for (int i = 0; i < y.length; i++) {
            y[i] = Objects.requireNonNull(digits.y()).get(i, 0) % 2 == 0 ? 1 : -1;
        }
        return y;
    }

    private static EmpiricalRisk optdigits(Loss loss) throws IOException {
        DataSet digits = DataFile.read(data("optdigits/optdigits.tra"), ReadOptions.DEFAULTS.withLabelColumn(LabelColumn.LAST));
        Scaling.MAX.apply(digits.x(), "optdigits");
        return EmpiricalRisk.of(digits.x(), parity(digits), loss, Products.auto()).withRidge(1);
    }

    private static EmpiricalRisk mnist() throws IOException {
        DataSet digits = DataFile.read(data("mnist/t10k-images-idx3-ubyte.gz"),
                ReadOptions.DEFAULTS.withLabels(data("mnist/t10k-labels-idx1-ubyte.gz")).withRowLimit(2000));
        Scaling.MAX.apply(digits.x(), "mnist");
        return EmpiricalRisk.of(digits.x(), parity(digits), Losses.SQUARE, Products.auto());
    }

    private static void assertEveryBoundHolds(Problem problem) {
        double[] start = new double[problem.dimension()];
        Until until = Until.steps(STEPS);
        for (Method method : List.of(new GradientDescent(), new GradientDescent(StepRules.overBeta(1.9)),
                new GradientDescent(StepRules.optimal()), new GradientDescent(StepRules.backtracking(1e-3)), new Nesterov(false),
                new OptimisedGradient())) {
            Runs.assertAllHold(problem, method, until, start);
        }
        Until time = Until.time(STEPS / problem.facts().beta().value());
        for (Integrator integrator : List.of(Integrator.EXPLICIT, Integrator.STABILISED, Integrator.EXPONENTIAL, Integrator.AUTO)) {
            Runs.assertAllHold(problem, new GradientFlow(integrator, 1e-7), time, start);
        }
    }

    @Test
    void everyBoundAndPotentialHoldsOfLogisticRegressionOnOptdigits() throws IOException {
        Problem logistic = optdigits(Losses.LOGISTIC).solved();
        assertEveryBoundHolds(logistic);
        Runs.assertAllHold(logistic, new Nesterov(true), Until.steps(STEPS), new double[64]);
        Runs.assertAllHold(logistic, new GradientDescent(StepRules.exactLineSearch()), Until.steps(100), new double[64]);
        assertThat(Certificates.of(logistic, new GradientDescent(), Until.steps(1)).list()).extracting(Certificate::id)
                .contains("A1", "A3", "A5", "A8");
    }

    @Test
    void everyBoundAndPotentialHoldsOfLeastSquaresOnMnist() throws IOException {
        Problem squares = mnist().solved();
        // Pixels that are never set leave directions without curvature: distances are to the nearest minimiser, and μ is the least positive eigenvalue.
        assertThat(squares.facts().lambda().value()).isZero();
        assertThat(squares.facts().mu().value()).isPositive();
        assertEveryBoundHolds(squares);
        Runs.assertAllHold(squares, new GradientFlow(Integrator.CLOSED_FORM, 1e-12), Until.time(1), new double[784]);
    }

    @Test
    void bothStatementsSurviveProjectionOnRealData() throws IOException {
        EmpiricalRisk risk = optdigits(Losses.LOGISTIC);
        Problem onBall = risk.on(Ball.around0(64, 3));
        double[] minimiser = new Nesterov(true).run(onBall, new double[64], Until.steps(6000)).w();
        assertThat(Vectors.norm(minimiser)).as("the constraint is felt").isGreaterThan(2.999);
        assertThat(Optimality.normalConeResidual(onBall, minimiser, risk.facts().beta().value())).isLessThan(1e-8);
        Problem solved = onBall.withFacts(risk.facts().withMinimiser(minimiser, Known.Origin.COMPUTED)
                .withInfimum(Known.computed(risk.value(minimiser))));
        Runs.assertAllHold(solved, new GradientDescent(), Until.steps(STEPS), new double[64]);
        GradientFlow flow = new GradientFlow(Integrator.EXPLICIT, 1e-7);
        Runs.assertAllHold(solved, flow, Until.time(0.05), new double[64]);
        assertThat(Certificates.of(solved, flow, Until.time(1)).list()).filteredOn(c -> c.id().equals("A6")).hasSize(2);
    }

    @Test
    void theRunWithStepsOfCOverRootTLiesWithinItsBoundOnRealData() throws IOException {
        EmpiricalRisk risk = optdigits(Losses.LOGISTIC);
        Problem logistic = risk.solved();
        double[] start = new double[64];
        int t = 400;
        for (double c : new double[]{1e-3, 4e-3}) {
            Schedule schedule = Schedule.overRoot(c, t);
            Expectation expectation = Expectation.of(logistic, schedule, start);
            for (long seed = 1; seed <= 8; seed++) {
                new StochasticDescent(Minibatches.withReplacement(risk, 8), schedule, seed).run(logistic, start, Until.steps(t),
                        expectation.run());
            }
            Expectation.Result result = expectation.convex();
            assertThat(result.holds()).as(result.toString()).isTrue();
            assertThat(result.mean() + result.halfWidth()).as("not only by the width of the interval").isLessThan(result.bound());
            assertThat(result.mean() / result.bound()).as("the bound is no more than some times what is found").isGreaterThan(0.02);
        }
    }

    @Test
    void aDoubledLambdaAHalvedBetaAndAStepTooLongAreCaughtOnRealData() throws IOException {
        // Of least squares, whose curvature is the same everywhere: that of logistic loss is as large as β at a few points only.
        Problem squares = optdigits(Losses.SQUARE).withRidge(50).solved();
        // From 0 nothing moves along pixels that are never set, where curvature is the ridge alone: λ shows from elsewhere.
        double[] start = Runs.gaussian(64, 1);
        double lambda = squares.facts().lambda().value();
        double beta = squares.facts().beta().value();
        Problem doubled = squares.withFacts(squares.facts().withLambda(Known.declared(2 * lambda)));
        Problem halved = squares.withFacts(squares.facts().withBeta(Known.declared(beta / 2)));
        Until until = Until.steps(3 * STEPS);
        assertThat(Runs.certified(squares, new GradientDescent(), until, start).hold()).isTrue();
        int k = 0;
        for (Certificates caught : List.of(Runs.certified(doubled, new GradientDescent(), until, start),
                Runs.certified(halved, new GradientDescent(), until, start),
                Runs.certified(squares, new GradientDescent(StepRules.overBeta(2.1)), until, start),
                Runs.certified(doubled, new GradientFlow(), Until.time(5 / lambda), start))) {
            assertThat(caught.hold()).as("case %d: %s", k++, caught).isFalse();
            assertThat(caught.toString()).containsPattern("FAILS at step \\d+");
        }
    }
}
