package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.GradientFlow;
import gramflow.flow.Method;
import gramflow.flow.Nesterov;
import gramflow.flow.Observer;
import gramflow.flow.OptimisedGradient;
import gramflow.flow.State;
import gramflow.flow.Until;
import gramflow.problem.Facts;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** All certificates of a run, as one observer of it. For one run. */
public final class Certificates implements Observer {
    private final List<Certificate> list;

    private Certificates(List<Certificate> list) {
        this.list = List.copyOf(list);
    }

    /** Those given. */
    public static Certificates of(Certificate... certificates) {
        return new Certificates(List.of(certificates));
    }

    /**
     * Every statement of {@code docs/theory.md}, part A, that applies to a method on a problem, as far as the problem's facts go. What speaks of many runs, an expectation, is {@link Expectation}'s. No statement
     * is made of a β that was only {@linkplain Known.Origin#SAMPLED sampled}; that F never rises is then still watched.
     *
     * @param stated the problem
     * @param until when the run is to end: some methods' bounds depend on it
     */
    public static Certificates of(Problem stated, Method method, Until until) {
        Problem problem = vouched(stated);
        return new Certificates(switch (method) {
            case GradientDescent descent -> descent(stated, problem, descent);
            case Nesterov nesterov -> nesterov.stronglyConvex() ? OtherRates.nesterovStronglyConvex(problem) : OtherRates.nesterov(problem);
            case OptimisedGradient optimised -> OtherRates.optimisedGradient(problem, until.steps());
            case GradientFlow flow -> FlowRates.of(problem, flow.forgiveness(problem));
            default -> List.of();
        });
    }

    /** Without what was only sampled. */
    private static Problem vouched(Problem problem) {
        Facts facts = problem.facts();
        return facts.beta().origin() == Known.Origin.SAMPLED ? problem.withFacts(facts.withBeta(Known.NOTHING)) : problem;
    }

    private static List<Certificate> descent(Problem stated, Problem problem, GradientDescent descent) {
        OptionalDouble eta = descent.rule().constant(stated);
        if (eta.isPresent() && stated.facts().beta().origin() == Known.Origin.SAMPLED) {
            return OtherRates.monotone(problem);
        }
        if (eta.isEmpty()) {
            return descent.rule().exact() ? OtherRates.exactLineSearch(problem) : OtherRates.monotone(problem);
        }
        return problem.facts().beta().isKnown()
                ? DescentRates.of(problem, eta.getAsDouble())
                : OtherRates.subgradient(problem, eta.getAsDouble());
    }

    /** With others besides. */
    public Certificates and(Certificate... others) {
        List<Certificate> all = new ArrayList<>(list);
        all.addAll(List.of(others));
        return new Certificates(all);
    }

    /** Each of them. */
    public List<Certificate> list() {
        return list;
    }

    @Override
    public void observe(State state) {
        for (Certificate certificate : list) {
            certificate.observe(state);
        }
    }

    /** Whether every statement held at every state. */
    public boolean hold() {
        return list.stream().allMatch(certificate -> certificate.finding().holds());
    }

    /** What each has found. */
    public List<Finding> findings() {
        return list.stream().map(Certificate::finding).toList();
    }

    /** The findings, a line each. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        for (Finding finding : findings()) {
            lines.append(finding).append(System.lineSeparator());
        }
        return lines.toString();
    }
}
