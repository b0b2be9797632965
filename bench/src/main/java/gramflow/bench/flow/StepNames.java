package gramflow.bench.flow;

import gramflow.flow.StepRule;
import gramflow.flow.StepRules;
import gramflow.problem.Facts;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;

/** Step rules by name. */
final class StepNames {
    /** The forms, for help and messages. */
    static final String FORMS = "1/beta, NUMBER/beta, 2/(beta+lambda), exact, backtracking, R/(G*sqrt(t)), or a number";

    private StepNames() {
    }

    /**
     * The rule of that name.
     *
     * @param subject where R is from: the distance of the start from the minimiser
     * @param horizon where t is from
     */
    static StepRule of(String text, Subject subject, Horizon horizon) {
        Facts facts = subject.problem().facts();
        return switch (text.replace(" ", "")) {
            case "1/beta" -> StepRules.inverseBeta();
            case "2/(beta+lambda)" -> StepRules.optimal();
            case "exact" -> StepRules.exactLineSearch();
            case "backtracking" -> StepRules.backtracking(facts.beta().value() > 0 ? 1 / facts.beta().value() : 1);
            case "R/(G*sqrt(t))" -> StepRules.subgradient(radius(subject), Math.max(1, horizon.stepsFor(facts)));
            default -> {
                boolean overBeta = text.endsWith("/beta");
                String digits = overBeta ? text.substring(0, text.length() - "/beta".length()) : text;
                double size = number(text, digits);
                yield overBeta ? StepRules.overBeta(size) : StepRules.constant(size);
            }
        };
    }

    private static double number(String text, String digits) {
        try {
            double size = Double.parseDouble(digits);
            if (size > 0 && size < Double.POSITIVE_INFINITY) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Told below, with what was expected.
        }
        throw new IllegalArgumentException("step '%s': expected %s".formatted(text, FORMS));
    }

    /** ‖w₀ − w̄‖. */
    static double radius(Subject subject) {
        Problem problem = subject.problem();
        double[] minimiser = problem.facts().minimiser().orElseThrow(
                () -> new IllegalArgumentException(
                        "R/(G*sqrt(t)): a minimiser of the problem is not known, so that R is not either; expected a number for the step"));
        double[] start = subject.start();
        problem.set().project(start);
        return Math.sqrt(Vectors.squaredDistance(start, minimiser));
    }
}
