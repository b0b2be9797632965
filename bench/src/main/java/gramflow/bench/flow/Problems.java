package gramflow.bench.flow;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.model.Model;
import gramflow.problem.EmpiricalRisk;
import gramflow.problem.Loss;
import gramflow.problem.Losses;
import gramflow.problem.ModelFit;
import gramflow.problem.Quadratic;
import java.util.List;
import java.util.SplittableRandom;

/** The problems, by name: regression on examples, quadratics of a given spectrum, and the cases in which a bound is attained. */
public final class Problems {
    /** The form of each name, for help and messages. */
    public static final String FORMS = "least-squares, ridge:STRENGTH, logistic[:RIDGE], softplus[:RIDGE], huber[:KNEE[,RIDGE]] (on --data), "
            + "quadratic:CONDITION,DIM, dense:CONDITION,DIM, spectrum:L1,L2,..., worst:CASE (" + WorstCaseSubjects.NAMES + ")";

    /** The name of the squared error, of a linear predictor or of a model. */
    public static final String LEAST_SQUARES = "least-squares";

    private static final List<String> REGRESSIONS = List.of(LEAST_SQUARES, "ridge", "logistic", "softplus", "huber");
    /** The minimiser of a least-squares problem takes about 10d³ flops. */
    private static final long MOST_SOLVED = 2500;
    /** d × d doubles in memory. */
    private static final int MOST_DENSE = 20_000;

    private Problems() {
    }

    /** Whether a problem of that name is about examples. */
    public static boolean needsData(String text) {
        return REGRESSIONS.contains(Spec.parse(text).name());
    }

    /** Whether its targets must be ±1. */
    public static boolean needsSigns(String text) {
        Spec spec = Spec.parse(text);
        return needsData(text) && loss(spec).needsSigns();
    }

    private static Loss loss(Spec spec) {
        switch (spec.name()) {
            case "least-squares" -> spec.requireArguments(0, 0, "least-squares");
            case "ridge" -> spec.requireArguments(1, 1, "ridge:STRENGTH");
            case "huber" -> spec.requireArguments(0, 2, "huber[:KNEE[,RIDGE]]");
            default -> spec.requireArguments(0, 1, spec.name() + "[:RIDGE]");
        }
        return switch (spec.name()) {
            case "logistic" -> Losses.LOGISTIC;
            case "softplus" -> Losses.SOFTPLUS;
            case "huber" -> Losses.huber(spec.number(0, 1));
            default -> Losses.SQUARE;
        };
    }

    /**
     * A loss of examples, from 0, with its minimiser where there surely is one and d is not too large for that.
     *
     * @param y as many as x has rows
     * @throws IllegalArgumentException in one line, if the arguments or the targets do not suit the loss
     */
    public static Subject regression(String text, Matrix x, double[] y, Products products) {
        Spec spec = Spec.parse(text);
        Loss loss = loss(spec);
        double ridge = spec.number(spec.name().equals("huber") ? 1 : 0, 0);
        EmpiricalRisk risk = EmpiricalRisk.of(x, y, loss, products).withRidge(ridge);
        boolean square = spec.name().equals("least-squares") || spec.name().equals("ridge");
        boolean solvable = (square || ridge > 0) && risk.dimension() <= MOST_SOLVED;
        return Subject.of(solvable ? risk.solved() : risk, new double[risk.dimension()]).withSum(risk);
    }

    /**
     * The squared error of a model, from given parameters.
     *
     * @param y n × o
     * @param w p × 1 f64
     * @throws IllegalArgumentException in one line, if they do not fit
     */
    public static Subject fit(Model model, Matrix x, Matrix y, Matrix w, Products products) {
        double[] start = new double[Math.toIntExact(w.rows())];
        for (int i = 0; i < start.length; i++) {
            start[i] = w.get(i, 0);
        }
        return Subject.of(ModelFit.of(model, x, y, products), start);
    }

    /**
     * A problem that needs no examples.
     *
     * @param seed of the basis and the start of quadratics
     * @param horizon on which some worst cases depend
     * @throws IllegalArgumentException in one line, if there is no such problem
     */
    public static Subject without(String text, long seed, Horizon horizon, Products products) {
        Spec spec = Spec.parse(text);
        return switch (spec.name()) {
            case "quadratic", "dense" -> {
                Quadratic f = Quadratic.rotated(seed, spectrum(spec));
                yield Subject.of(spec.name().equals("dense") ? f.dense(products) : f, gaussian(f.dimension(), seed));
            }
            case "spectrum" -> {
                spec.requireArguments(1, Integer.MAX_VALUE, "spectrum:L1,L2,...");
                double[] eigenvalues = new double[spec.arguments().size()];
                for (int j = 0; j < eigenvalues.length; j++) {
                    eigenvalues[j] = spec.number(j);
                    if (!(Math.abs(eigenvalues[j]) < Double.POSITIVE_INFINITY)) {
                        throw new IllegalArgumentException(text + ": eigenvalues are finite");
                    }
                }
                yield Subject.of(Quadratic.rotated(seed, eigenvalues), gaussian(eigenvalues.length, seed));
            }
            case "worst" -> WorstCaseSubjects.of(spec, horizon);
            default -> throw new IllegalArgumentException("problem '" + text + "': unknown, expected one of " + FORMS);
        };
    }

    private static double[] spectrum(Spec spec) {
        spec.requireArguments(2, 2, spec.name() + ":CONDITION,DIM");
        double condition = spec.number(0);
        int p = spec.count(1);
        if (!(condition >= 1 && condition < Double.POSITIVE_INFINITY) || (p == 1 && condition != 1)) {
            throw new IllegalArgumentException(
                    "%s: condition %s of %d parameters, expected at least 1, and 1 of one parameter".formatted(spec.text(), condition, p));
        }
        if (spec.name().equals("dense") && p > MOST_DENSE) {
            throw new IllegalArgumentException(
                    "%s: a matrix of %d x %d, expected at most %d parameters".formatted(spec.text(), p, p, MOST_DENSE));
        }
        return Quadratic.logarithmicSpectrum(p, 1, condition);
    }

    private static double[] gaussian(int p, long seed) {
        // Another stream than that of the basis.
        SplittableRandom random = new SplittableRandom(seed).split();
        double[] w = new double[p];
        for (int i = 0; i < p; i++) {
            w[i] = random.nextGaussian();
        }
        return w;
    }
}
