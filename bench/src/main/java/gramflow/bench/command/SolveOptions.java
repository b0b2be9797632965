package gramflow.bench.command;

import gramflow.gram.FileFormat;
import gramflow.io.DataSet;
import gramflow.matrix.Matrix;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a linear system with K, as a mixin. */
final class SolveOptions {
    private static final int DEFAULT_RANK = 500;

    @Option(names = "--solve", paramLabel = "S", description = "Solve (K + S lambda_max I) x = y by conjugate gradients, to a true relative residual of 1e-8: once as it is, and once with a preconditioner from K's own rows, and tell the iterations of both. y is the --target.")
    private @Nullable Double shift;

    @Option(names = "--solve-rank", paramLabel = "R", defaultValue = ""
            + DEFAULT_RANK, description = "Rows of K in the preconditioner of --solve. Default: ${DEFAULT-VALUE}.")
    private int rank = DEFAULT_RANK;

    @Mixin
    private final TargetOption target = new TargetOption();

    /** S, or null if nothing is to be solved. */
    @Nullable
    Double shift() {
        return shift;
    }

    /** R. */
    int rank() {
        return rank;
    }

    /** Checks the numbers, and what they are combined with. */
    void check(boolean symmetric, boolean whole, StoreOptions store) {
        if (shift == null) {
            return;
        }
        if (!(shift > 0 && shift < Double.POSITIVE_INFINITY)) {
            throw new UsageException("--solve " + shift + ": expected a positive number");
        }
        if (rank < 1) {
            throw new UsageException("--solve-rank " + rank + ": expected at least 1");
        }
        if (!symmetric || !whole || store.limited() || store.format() != FileFormat.NPY) {
            throw new UsageException(
                    "--solve with " + (!symmetric ? "--data2" : !whole ? "--rank or --layout" : "--memory or --format packed")
                            + ": it is of a whole, square K in memory or in a .npy");
        }
    }

    /**
     * y, n × 1.
     *
     * @throws UsageException if there is not one number for each row of K
     */
    Matrix rightSide(DataSet data, long order, long seed) {
        Matrix y = target.of(data, seed);
        if (y.cols() != 1 || y.rows() != order) {
            throw new UsageException("--solve: the target is %s, K has %d rows; expected one number for each".formatted(y.shape(), order));
        }
        return y;
    }
}
