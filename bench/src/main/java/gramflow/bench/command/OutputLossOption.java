package gramflow.bench.command;

import gramflow.lazy.LazyProblem;
import gramflow.lazy.OutputLoss;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.model.Model;
import gramflow.problem.Loss;
import gramflow.problem.Losses;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which loss is trained, as a mixin. */
final class OutputLossOption {
    private static final String FORMS = "square, logistic[:E], softplus[:E] with 0 <= E < 0.5";

    @Option(names = "--loss", paramLabel = "LOSS", defaultValue = "square", description = "Of an output and its target: square; logistic or softplus, of targets 1 and -1; logistic:E or softplus:E, with a part E of the loss of the opposite target, which gives it a minimum. Default: square.")
    private String text = "square";

    @Option(names = "--loss-m", paramLabel = "M", description = "m of --loss is at least this along the path, |grad L|^2 >= 2 m (L - inf L): taken for granted, and checked at every recorded time. Default: computed on the sublevel set of the start.")
    private @Nullable Double declared;

    private OutputLoss loss = OutputLoss.SQUARE;

    /**
     * Reads it.
     *
     * @throws UsageException if it is none
     */
    void check() {
        String[] parts = text.split(":", 2);
        Loss named = switch (parts[0]) {
            case "square" -> Losses.SQUARE;
            case "logistic" -> Losses.LOGISTIC;
            case "softplus" -> Losses.SOFTPLUS;
            default -> throw new UsageException("--loss " + text + ": unknown loss, expected " + FORMS);
        };
        double smoothing = 0;
        if (parts.length == 2) {
            try {
                smoothing = Double.parseDouble(parts[1]);
            } catch (NumberFormatException e) {
                smoothing = Double.NaN;
            }
            if (named.equals(Losses.SQUARE) || !(smoothing >= 0 && smoothing < 0.5)) {
                throw new UsageException("--loss " + text + ": expected " + FORMS);
            }
        }
        Double given = declared;
        if (given != null && (named.equals(Losses.SQUARE) || !(given > 0 && given <= named.curvature()))) {
            throw new UsageException("--loss-m " + given + ": expected "
                    + (named.equals(Losses.SQUARE) ? "none with --loss square" : "above 0, at most " + named.curvature()));
        }
        loss = new OutputLoss(named, smoothing, given == null ? 0 : given);
    }

    /** What was read. */
    OutputLoss get() {
        return loss;
    }

    /**
     * What is trained with it.
     *
     * @throws UsageException if the targets are not for it
     */
    LazyProblem problem(Model model, Matrix x, Matrix y, Matrix w, boolean centred, Products on) {
        try {
            return new LazyProblem(model, x, y, w, centred, loss, on);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--loss " + text + ": " + e.getMessage());
        }
    }
}
