package gramflow.bench.flow;

import gramflow.flow.GradientDescent;
import gramflow.flow.GradientFlow;
import gramflow.flow.Integrator;
import gramflow.flow.Nesterov;
import gramflow.flow.OptimisedGradient;
import gramflow.flow.Schedule;
import gramflow.flow.StepRule;
import gramflow.flow.StochasticDescent;
import gramflow.flow.Until;
import gramflow.machine.Progress;
import gramflow.problem.Facts;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.problem.WholeSpace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Methods by name, each made ready for a problem. */
public final class MethodNames {
    /** The forms, for help and messages. */
    public static final String FORMS = "gd[:STEP], projected[:STEP], subgradient[:STEP], sgd[:STEP], nesterov, nesterov-strong, ogm, "
            + MethodNames.FLOWS;
    private static final String FLOWS = "gradient-flow[:auto|dormand-prince|stabilised|exponential|closed-form]";
    private static final String OVER_ROOT = "/sqrt(t)";
    /** Times at which a flow is looked at, besides its two ends. */
    private static final int LOOKS = 240;
    /** First of them, in parts of the fastest time scale. */
    private static final double EARLY = 0.03;

    private final Subject subject;
    private final Horizon horizon;
    private final Draws draws;
    private final double tolerance;
    private final @Nullable String step;
    private final Progress progress;

    /**
     * For a problem.
     *
     * @param step the step rule of those descents that are not given their own; null for 1/β, or backtracking where β is not known
     */
    public MethodNames(Subject subject, Horizon horizon, Draws draws, double tolerance, @Nullable String step, Progress progress) {
        this.subject = subject;
        this.horizon = horizon;
        this.draws = draws;
        this.tolerance = tolerance;
        this.step = step;
        this.progress = progress;
    }

    /**
     * The method of that name.
     *
     * @throws IllegalArgumentException in one line, if there is none, or it is not for this problem
     */
    public Contestant of(String text) {
        Spec spec = Spec.parse(text);
        Problem problem = subject.problem();
        Facts facts = problem.facts();
        spec.requireArguments(0, 1, FORMS);
        String argument = spec.arguments().isEmpty() ? null : spec.arguments().getFirst();
        Until until = horizon.descent(progress);
        return switch (spec.name()) {
            case "gd" -> Contestant.of(new GradientDescent(rule(argument)), problem, until);
            case "projected" -> {
                if (problem.set() == WholeSpace.INSTANCE) {
                    throw new IllegalArgumentException("projected: there is no constraint, expected --constraint, or gd");
                }
                Contestant c = Contestant.of(new GradientDescent(rule(argument)), problem, until);
                yield new Contestant("projected " + c.label(), c.method(), c.problem(), c.until(), null);
            }
            case "subgradient" -> {
                StepRule rule = StepNames.of(argument == null ? step == null ? "R/(G*sqrt(t))" : step : argument, subject, horizon);
                // Its bound is that of Lipschitz F; what holds of smooth F need not hold of its steps.
                yield new Contestant("subgradient " + rule.name(), new GradientDescent(rule),
                        problem.withFacts(facts.withBeta(Known.NOTHING)), until,
                        null);
            }
            case "sgd" -> stochastic(argument);
            case "nesterov" -> Contestant.of(new Nesterov(false), problem, plain(spec, until));
            case "nesterov-strong" -> Contestant.of(new Nesterov(true), problem, plain(spec, until));
            case "ogm" -> Contestant.of(new OptimisedGradient(), problem, plain(spec, Until.steps(horizon.stepsFor(facts)).with(progress)));
            case "gradient-flow" -> flow(spec, argument);
            default -> throw new IllegalArgumentException("method '" + text + "': unknown, expected one of " + FORMS);
        };
    }

    private static Until plain(Spec spec, Until until) {
        spec.requireArguments(0, 0, spec.name() + " alone");
        return until;
    }

    private StepRule rule(@Nullable String own) {
        String name = own == null ? step : own;
        if (name == null) {
            name = subject.problem().facts().beta().isKnown() ? "1/beta" : "backtracking";
        }
        return StepNames.of(name, subject, horizon);
    }

    private Contestant stochastic(@Nullable String own) {
        Schedule schedule = schedule(own == null ? step == null ? "R/(G*sqrt(t))" : step : own);
        Facts facts = subject.problem().facts();
        boolean bounded = draws.replacement() && facts.convex() && facts.infimum().isKnown() && facts.minimiser().isPresent();
        StochasticDescent method = new StochasticDescent(draws.oracle(subject), schedule, draws.seed());
        return new Contestant(method.name(), method, subject.problem(), horizon.descent(progress), bounded ? schedule : null);
    }

    private Schedule schedule(String text) {
        Facts facts = subject.problem().facts();
        String name = text.replace(" ", "").replace("*", "");
        double lambda = facts.lambda().value();
        if ((name.equals("1/(lambda(i+1))") || name.equals("2/(lambda(i+2))")) && !(lambda > 0)) {
            throw new IllegalArgumentException(
                    "sgd " + text + ": lambda of the problem is " + facts.lambda() + ", expected a positive one");
        }
        if (name.equals("1/(lambda(i+1))")) {
            return Schedule.harmonic(lambda);
        }
        if (name.equals("2/(lambda(i+2))")) {
            return Schedule.weighted(lambda);
        }
        if (name.endsWith(OVER_ROOT)) {
            return Schedule.overRoot(positive(text, name.substring(0, name.length() - OVER_ROOT.length())), horizon.stepsFor(facts));
        }
        if (name.equals("R/(Gsqrt(t))")) {
            return Schedule.overRoot(StepNames.radius(subject) / draws.slope(subject), horizon.stepsFor(facts));
        }
        if (name.equals("1/beta")) {
            return Schedule.constant(1 / facts.beta().value());
        }
        return Schedule.constant(positive(text, name));
    }

    private static double positive(String text, String digits) {
        double value = Spec.number(
                "sgd:" + text + ", expected R/(G*sqrt(t)), C/sqrt(t), 1/(lambda(i+1)), 2/(lambda(i+2)), 1/beta or a number", digits);
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("sgd:" + text + ": expected a positive number");
        }
        return value;
    }

    private Contestant flow(Spec spec, @Nullable String name) {
        Integrator integrator = Arrays.stream(Integrator.values()).filter(i -> i.label().equals(name == null ? "auto" : name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(spec.text() + ": unknown integrator, expected " + FLOWS));
        Facts facts = subject.problem().facts();
        double end = horizon.timeFor(facts);
        Until until = Until.time(end).observedAt(looks(end, facts.beta().value())).with(progress);
        GradientFlow method = new GradientFlow(integrator, tolerance);
        return new Contestant("gradient-" + method.name(), method, subject.problem(), until, null);
    }

    /** Times in geometric sequence, from before the fastest coordinate has moved much. */
    private static double[] looks(double end, double beta) {
        double first = beta > 0 ? Math.min(end / LOOKS, EARLY / beta) : end / LOOKS / LOOKS;
        double[] times = new double[LOOKS];
        for (int k = 0; k < LOOKS; k++) {
            times[k] = first * Math.pow(end / first, (double) k / LOOKS);
        }
        return times;
    }
}
