package gramflow.bench.flow;

import gramflow.machine.Progress;
import gramflow.problem.ConvexSet;
import gramflow.problem.Facts;
import gramflow.problem.FiniteSum;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.problem.SampledCurvature;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is minimised, and from where. Immutable. */
public final class Subject {
    private final Problem problem;
    private final double[] start;
    private final @Nullable FiniteSum sum;

    private Subject(Problem problem, double[] start, @Nullable FiniteSum sum) {
        this.problem = problem;
        this.start = start;
        this.sum = sum;
    }

    /** A problem and a start. */
    static Subject of(Problem problem, double... start) {
        return new Subject(problem, start.clone(), null);
    }

    /** With the terms that F is a sum of. */
    Subject withSum(FiniteSum terms) {
        return new Subject(problem, start, terms);
    }

    /** On a set; the start is moved there. If F is strongly convex, its minimiser there is looked for. */
    public Subject on(ConvexSet set) {
        Problem constrained = problem.on(set);
        double[] projected = start.clone();
        set.project(projected);
        return new Subject(ConstrainedMinimum.declaredFor(constrained, projected), projected, sum);
    }

    /**
     * With constants that somebody declares, right or wrong; NaN leaves one as it is.
     *
     * @throws IllegalArgumentException in one line, if one is none that any function could have
     */
    public Subject declaring(double beta, double lambda, double lipschitz) {
        if (beta <= 0 || lipschitz <= 0 || Double.isInfinite(beta) || Double.isInfinite(lambda) || Double.isInfinite(lipschitz)) {
            throw new IllegalArgumentException(
                    "--beta %s, --lambda %s, --lipschitz %s: expected finite numbers, the first and the last above 0".formatted(told(beta),
                            told(lambda), told(lipschitz)));
        }
        Facts facts = problem.facts();
        facts = Double.isNaN(beta) ? facts : facts.withBeta(Known.declared(beta));
        facts = Double.isNaN(lambda) ? facts : facts.withLambda(Known.declared(lambda));
        facts = Double.isNaN(lipschitz) ? facts : facts.withLipschitz(Known.declared(lipschitz));
        return facts == problem.facts() ? this : new Subject(problem.withFacts(facts), start, sum);
    }

    private static String told(double constant) {
        return Double.isNaN(constant) ? "not given" : Double.toString(constant);
    }

    /** With β sampled where a descent from the start would go, if nothing better is known of it. */
    public Subject sampling(Progress progress) {
        Facts facts = problem.facts();
        return facts.beta().isKnown()
                ? this
                : new Subject(problem.withFacts(facts.withBeta(SampledCurvature.beta(problem, start, progress))), start, sum);
    }

    /** What is minimised. */
    public Problem problem() {
        return problem;
    }

    /** A copy of the start. */
    public double[] start() {
        return start.clone();
    }

    /** The sum, if F is one. */
    Optional<FiniteSum> sum() {
        return Optional.ofNullable(sum);
    }
}
