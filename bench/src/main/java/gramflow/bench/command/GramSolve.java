package gramflow.bench.command;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.ConjugateGradients;
import gramflow.spectrum.ConjugateGradients.Solution;
import gramflow.spectrum.Entries;
import gramflow.spectrum.Lanczos;
import gramflow.spectrum.LowRankPreconditioner;
import gramflow.spectrum.RandomlyPivotedCholesky;
import gramflow.spectrum.SymmetricOperator;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code gram --solve}: (K + μI)x = y by conjugate gradients, as it is and with a preconditioner.
 *
 * @param shift μ
 * @param relativeShift μ/λ_max
 * @param rank rows of the preconditioner's factor
 * @param plain without a preconditioner
 * @param plainSeconds it took
 * @param preconditioned with it
 * @param setupSeconds making the preconditioner
 * @param preconditionedSeconds iterating with it
 */
record GramSolve(double shift, double relativeShift, int rank, Solution plain, double plainSeconds, Solution preconditioned,
        double setupSeconds, double preconditionedSeconds) {

    /**
     * Solves twice.
     *
     * @param k symmetric, both triangles
     * @param y n × 1 f64
     * @param seed of the pivots
     */
    static GramSolve of(Matrix k, Matrix y, double relativeShift, int rank, long seed, Products on, Progress progress) {
        SymmetricOperator operator = SymmetricOperator.of(k, on);
        double shift = relativeShift * Lanczos.DEFAULT.largest(operator, on, progress).value();
        if (!(shift > 0)) {
            throw new UsageException("--solve: lambda_max of K is not positive, so there is nothing to shift by");
        }
        Room.requireMemory("a preconditioner of %d rows of %d f64".formatted(rank, k.rows()), rank * k.rows() * Precision.F64.bytes());
        SymmetricOperator shifted = operator.plus(shift, on);
        long begin = System.nanoTime();
        Solution plain = ConjugateGradients.DEFAULT.solve(shifted, y, on, progress);
        long solved = System.nanoTime();
        Matrix factor = RandomlyPivotedCholesky.of(Entries.of(k), rank, seed, on, progress).factor();
        SymmetricOperator preconditioner = new LowRankPreconditioner(factor, shift, on);
        long made = System.nanoTime();
        Solution preconditioned = ConjugateGradients.DEFAULT.solve(shifted, preconditioner, y, on, progress);
        return new GramSolve(shift, relativeShift, (int) factor.rows(), plain, (solved - begin) / 1e9, preconditioned,
                (made - solved) / 1e9,
                (System.nanoTime() - made) / 1e9);
    }

    /** Whether both residuals are what was asked for. */
    boolean converged() {
        return plain.converged() && preconditioned.converged();
    }

    void tell(PrintWriter to) {
        to.printf(Locale.ROOT, "solve    (K + %.4g I) x = y, the shift being %.3g lambda_max%n", shift, relativeShift);
        to.printf(Locale.ROOT, "         plain            %s; took %s%n", text(plain), Quantity.seconds(plainSeconds));
        to.printf(Locale.ROOT, "         preconditioned   %s; took %s and %s for %d rows of K%n", text(preconditioned),
                Quantity.seconds(preconditionedSeconds), Quantity.seconds(setupSeconds), rank);
        if (preconditioned.iterations() > 0) {
            to.printf(Locale.ROOT, "         iterations       %.1f times fewer%n",
                    (double) plain.iterations() / preconditioned.iterations());
        }
        to.flush();
    }

    private static String text(Solution found) {
        return String.format(Locale.ROOT, "%d iterations, true relative residual %.2e%s", found.iterations(), found.relativeResidual(),
                found.converged() ? "" : ", " + found.ending().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("shift", shift);
        json.put("relative_shift", relativeShift);
        json.put("rank", rank);
        json.put("plain", json(plain, plainSeconds));
        json.put("preconditioned", json(preconditioned, preconditionedSeconds));
        json.put("preconditioner_seconds", setupSeconds);
        return json;
    }

    private static Map<String, Object> json(Solution found, double seconds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("iterations", found.iterations());
        json.put("relative_residual", found.relativeResidual());
        json.put("ending", found.ending().name());
        json.put("seconds", seconds);
        return json;
    }
}
