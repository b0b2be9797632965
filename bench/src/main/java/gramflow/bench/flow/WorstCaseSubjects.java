package gramflow.bench.flow;

import gramflow.flow.OptimisedGradient;
import gramflow.problem.Facts;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.WorstCases;

/** Problems on which a bound of {@code docs/theory.md} is attained, with β = 1 and R = 1 unless said, for the number of steps or the time that is asked for. */
final class WorstCaseSubjects {
    static final String NAMES = "gap, gradient, flow, two-eigenvalues[,CONDITION], line-search[,CONDITION], nesterov, ogm, subgradient, absolute, "
            + "staircase, valley, bowl, linear";
    private static final double CONDITION = 10;
    private static final int MOST_STEPS = 1_000_000;
    private static final double BOWL_START = 3;

    private WorstCaseSubjects() {
    }

    static Subject of(Spec spec, Horizon horizon) {
        spec.requireArguments(1, 2, "worst:CASE, one of " + NAMES);
        String name = spec.arguments().getFirst();
        boolean twoEigenvalues = name.equals("two-eigenvalues") || name.equals("line-search");
        if (spec.arguments().size() > 1 && !twoEigenvalues) {
            throw new IllegalArgumentException(spec.text() + ": no number goes with this case");
        }
        Facts unit = Quadratic.diagonal(1).facts();
        return switch (name) {
            case "gap" -> huber(1.0 / (2 * steps(horizon, unit) + 1));
            case "gradient" -> huber(1.0 / (steps(horizon, unit) + 1));
            case "flow" -> huber(1 / (2 * horizon.timeFor(unit) + 1));
            case "nesterov" -> {
                double n = steps(horizon, unit);
                yield huber(4 / (n * n + 5 * n + 6));
            }
            case "ogm" -> {
                int n = steps(horizon, unit);
                double theta = OptimisedGradient.theta(n, n);
                yield huber(1 / (theta * theta));
            }
            case "two-eigenvalues" -> Subject.of(Quadratic.rotated(1, 1 / condition(spec), 1, 1 / condition(spec), 1), 1, -1, 1, 1);
            case "line-search" -> Subject.of(Quadratic.diagonal(1 / condition(spec), 1), condition(spec), 1);
            case "subgradient" -> Subject.of(WorstCases.hardForSubgradients(Math.max(1, steps(horizon, unit)), 1, 1),
                    new double[Math.max(1, steps(horizon, unit))]);
            case "absolute" -> Subject.of(WorstCases.absolute(horizon.steps() >= 0 ? 1 : 1 / (2 * horizon.time())), 1);
            case "staircase" -> Subject.of(WorstCases.staircase(1, 1), 0);
            case "valley" -> Subject.of(WorstCases.staircaseIntoValley(1, 1, Math.max(1, steps(horizon, unit))), 0);
            case "bowl" -> Subject.of(WorstCases.bumpyBowl(), BOWL_START);
            case "linear" -> Subject.of(WorstCases.linear(0.6, -0.8), 0, 0);
            default -> throw new IllegalArgumentException("%s: unknown case '%s', expected one of %s".formatted(spec.text(), name, NAMES));
        };
    }

    private static Subject huber(double knee) {
        Problem f = WorstCases.huber(1, knee);
        return Subject.of(f, 1);
    }

    private static int steps(Horizon horizon, Facts unit) {
        long steps = horizon.stepsFor(unit);
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "%d steps: this case is made for a number of steps, expected at most %d".formatted(steps, MOST_STEPS));
        }
        return (int) steps;
    }

    private static double condition(Spec spec) {
        double condition = spec.number(1, CONDITION);
        if (!(condition > 1 && condition < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(spec.text() + ": expected a condition above 1");
        }
        return condition;
    }
}
