package gramflow.rate;

import gramflow.flow.Schedule;
import gramflow.flow.StochasticDescent;
import gramflow.flow.Until;
import gramflow.problem.GradientOracle;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.WorstCases;
import gramflow.rate.Runs.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static gramflow.rate.Runs.rounding;
import static org.assertj.core.api.Assertions.assertThat;

/** A9: stochastic descent, pinned by enumerating every path of its noise, and where its inequality is an equality. */
class StochasticPinsTest {

    /** The true derivative plus or minus s, by the bits of a number: one path of a fair coin. */
    private static GradientOracle coin(Problem f, double s, int path) {
        return (step, w, random, gradient) -> {
            f.valueAndGradient(w, gradient);
            gradient[0] += ((path >> step) & 1) == 0 ? s : -s;
        };
    }

    private static List<List<Kept>> allPaths(Problem f, Schedule schedule, double s, int t, double start) {
        List<List<Kept>> runs = new ArrayList<>();
        for (int path = 0; path < 1 << t; path++) {
            runs.add(Runs.states(f, new StochasticDescent(coin(f, s, path), schedule, 0), Until.steps(t), start));
        }
        return runs;
    }

    @Test
    void meanSquareOverAllPathsOfACoinIsTheClosedForm() {
        for (double lambda : new double[]{0.3, 2}) {
            for (double share : new double[]{0.1, 0.8, 1.5}) {
                double eta = share / lambda;
                double s = 0.9;
                double w0 = 1.3;
                int most = 12;
                List<List<Kept>> runs = allPaths(Quadratic.diagonal(lambda), Schedule.constant(eta), s, most, w0);
                double q = (1 - eta * lambda) * (1 - eta * lambda);
                for (int i = 0; i <= most; i++) {
                    int t = i;
                    double mean = runs.stream().mapToDouble(run -> run.get(t).w()[0] * run.get(t).w()[0]).sum() / runs.size();
                    double power = Math.pow(q, t);
                    double expected = w0 * w0 * power + eta * eta * s * s * (1 - power) / (1 - q);
                    assertThat(mean).as("t = %d", t).isEqualTo(expected, rounding(w0 * w0 + eta * eta * s * s / (1 - q)));
                }
            }
        }
    }

    @Test
    void strongConvexityGivesAnEqualityForBothSchedules() {
        for (double lambda : new double[]{0.3, 2}) {
            double s = 0.9;
            double w0 = 1.3;
            for (Schedule schedule : List.of(Schedule.harmonic(lambda), Schedule.weighted(lambda))) {
                for (int t = 1; t <= 10; t++) {
                    List<List<Kept>> runs = allPaths(Quadratic.diagonal(lambda), schedule, s, t, w0);
                    double gap = 0;
                    double squares = 0;
                    double last = 0;
                    for (List<Kept> run : runs) {
                        double weights = 0;
                        double sum = 0;
                        for (int i = 0; i < t; i++) {
                            weights += schedule.weight(i);
                            sum += schedule.weight(i) * run.get(i).value();
                            double g = (run.get(i).w()[0] - run.get(i + 1).w()[0]) / schedule.size(i);
                            // (1/t)·g²/(2λ(i+1)), and (2/(t(t+1)))·(i+1)g²/(λ(i+2)): both are weight·size·g²/2, averaged.
                            squares += schedule.weight(i) * schedule.size(i) * g * g / 2
                                    / (t * (t + 1.0) / 2 * (schedule instanceof Schedule.Weighted ? 1 : 2 / (t + 1.0)));
                        }
                        gap += sum / weights;
                        last += run.get(t).w()[0] * run.get(t).w()[0];
                    }
                    int n = runs.size();
                    assertThat(gap / n).as("%s, t = %d", schedule.name(), t).isEqualTo(squares / n - lambda / 2 * last / n,
                            rounding(lambda * w0 * w0 + s * s / lambda));
                }
            }
        }
    }

    @Test
    void withHarmonicStepsThePointIsTheMeanOfWhatWasDrawn() {
        SplittableRandom random = new SplittableRandom(4);
        double[] drawn = random.doubles(1000, -3, 5).toArray();
        GradientOracle oracle = (step, w, dice, gradient) -> gradient[0] = w[0] - drawn[(int) step];
        List<Kept> run = Runs.states(Quadratic.diagonal(1), new StochasticDescent(oracle, Schedule.harmonic(1), 0), Until.steps(1000), 77);
        double sum = 0;
        for (int t = 1; t <= 1000; t++) {
            sum += drawn[t - 1];
            assertThat(run.get(t).w()[0]).as("t = %d", t).isEqualTo(sum / t, rounding(5));
        }
    }

    @Test
    void onTheAbsoluteValueTheConvexInequalityIsAnEquality() {
        for (double g : new double[]{0.4, 3}) {
            for (double w0 : new double[]{0, 0.7, 12}) {
                for (double eta : new double[]{0.05, 0.7}) {
                    Problem f = WorstCases.absolute(g);
                    GradientOracle exact = (step, w, random, gradient) -> f.valueAndGradient(w, gradient);
                    List<Kept> run = Runs.states(f, new StochasticDescent(exact, Schedule.constant(eta), 0), Until.steps(1000), w0);
                    double sum = 0;
                    for (int t = 1; t <= 1000; t++) {
                        sum += run.get(t - 1).value();
                        double last = run.get(t).w()[0];
                        assertThat(sum / t).as("t = %d", t).isEqualTo((w0 * w0 - last * last) / (2 * eta * t) + eta * g * g / 2,
                                rounding(w0 * w0 / eta + eta * g * g));
                    }
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameRunAndTheAverageIsThatOfThePointsBefore() {
        Problem f = Quadratic.diagonal(1, 2);
        GradientOracle noisy = (step, w, random, gradient) -> {
            f.valueAndGradient(w, gradient);
            gradient[0] += random.nextGaussian();
        };
        StochasticDescent method = new StochasticDescent(noisy, Schedule.weighted(1), 5);
        List<Kept> run = Runs.states(f, method, Until.steps(50), 1, 1);
        assertThat(Runs.states(f, method, Until.steps(50), 1, 1)).extracting(s -> s.w()[0])
                .isEqualTo(run.stream().map(s -> s.w()[0]).toList());
        assertThat(Runs.states(f, method.withSeed(6), Until.steps(50), 1, 1).getLast().w()[0]).isNotEqualTo(run.getLast().w()[0]);
        double[] mean = new double[1];
        method.run(f, new double[]{1, 1}, Until.steps(50), s -> mean[0] = s.average().map(a -> a[0]).orElse(0.0));
        double expected = 0;
        for (int i = 0; i < 50; i++) {
            expected += (i + 1) * run.get(i).w()[0];
        }
        assertThat(mean[0]).isEqualTo(expected / (50 * 51 / 2.0), rounding(1));
    }

    @Test
    void theMeanOverSeedsLiesWithinItsBoundAndATooSmallGIsRefuted() {
        Problem f = Quadratic.diagonal(0.5, 1);
        GradientOracle noisy = (step, w, random, gradient) -> {
            f.valueAndGradient(w, gradient);
            gradient[0] += random.nextGaussian();
            gradient[1] -= random.nextGaussian();
        };
        double[] start = {2, -1};
        int t = 400;
        for (Schedule schedule : List.of(Schedule.harmonic(0.5), Schedule.weighted(0.5), Schedule.overRoot(0.7, t))) {
            Expectation expectation = Expectation.of(f, schedule, start);
            for (long seed = 0; seed < 40; seed++) {
                new StochasticDescent(noisy, schedule, seed).run(f, start, Until.steps(t), expectation.run());
            }
            boolean convex = schedule instanceof Schedule.Constant;
            Expectation.Result result = convex ? expectation.convex() : expectation.stronglyConvex();
            assertThat(result.holds()).as(result.toString()).isTrue();
            assertThat(result.runs()).isEqualTo(40);
            assertThat(result.slope()).isGreaterThan(1.4);
            assertThat(result.mean() / result.bound()).as("the bound is no more than a few times what is found").isBetween(0.01, 1.0);
        }
        // λ declared four times what it is: steps are too short, and the bound, a quarter of the true one, is exceeded.
        Problem wrong = f.withFacts(f.facts().withLambda(gramflow.problem.Known.declared(8)));
        Expectation expectation = Expectation.of(wrong, Schedule.harmonic(8), start);
        for (long seed = 0; seed < 40; seed++) {
            new StochasticDescent(noisy, Schedule.harmonic(8), seed).run(wrong, start, Until.steps(t), expectation.run());
        }
        assertThat(expectation.stronglyConvex().holds()).isFalse();
    }
}
