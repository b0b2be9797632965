package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * K ≈ Fᵀ·F of low rank from the diagonal and some rows of K: pivots are drawn in proportion to what is left of the diagonal (Chen, Epperly, Tropp and Webber,
 * Comm. Pure Appl. Math. 78, 2025). K − Fᵀ·F is positive semidefinite, and its trace is known at all times.
 *
 * <p>Pivots are proposed in blocks, with rejections that leave their distribution as it would be one by one (Epperly, Tropp and Webber, 2024), so that the flops,
 * about 2nr², are in products. Deterministic for a seed and for any number of threads. Immutable if nobody writes to the factor.
 */
public final class RandomlyPivotedCholesky {
    /** Proposals at a time: enough for products, few enough that most are accepted. */
    private static final int BLOCK = 64;
    private static final int SMALLEST_BLOCK = 4;
    private static final int BLOCKS = 8;

    private final Matrix factor;
    private final long[] pivots;
    private final double trace;
    private final double residualTrace;

    private RandomlyPivotedCholesky(Matrix factor, long[] pivots, double trace, double residualTrace) {
        this.factor = factor;
        this.pivots = pivots;
        this.trace = trace;
        this.residualTrace = residualTrace;
    }

    /**
     * An approximation of K.
     *
     * @param k of order n
     * @param rank rows of F, ≥ 1; fewer if K turns out to be of lower rank, to rounding
     * @param seed of the pivots
     * @param progress hears of pivots, and may cancel
     * @throws IllegalArgumentException if the rank is below 1, or a diagonal entry is negative or not finite
     * @throws CancellationException if {@code progress} says so
     */
    public static RandomlyPivotedCholesky of(Entries k, int rank, long seed, Products on, Progress progress) {
        if (rank < 1) {
            throw new IllegalArgumentException("rank " + rank + ", expected at least 1");
        }
        return new Search(k, (int) Math.min(rank, k.order()), seed, on, progress).run();
    }

    /** F, r × n f64. */
    public Matrix factor() {
        return factor;
    }

    /** r. */
    public int rank() {
        return pivots.length;
    }

    /** The rows of K that were taken, in their order; a copy. */
    public long[] pivots() {
        return pivots.clone();
    }

    /** tr K. */
    public double trace() {
        return trace;
    }

    /** tr(K − FᵀF), which bounds its norm. */
    public double residualTrace() {
        return residualTrace;
    }

    private static final class Search {
        private final Entries k;
        private final Products on;
        private final Progress progress;
        private final SplittableRandom random;
        private final int n;
        private final Matrix factor;
        private final long[] pivots;
        private final double[] d;
        private final double[] cumulative;
        private final int block;
        private final Matrix rows;
        private final Matrix columns;
        private int rank;

        Search(Entries k, int rank, long seed, Products on, Progress progress) {
            this.k = k;
            this.on = on;
            this.progress = progress;
            random = new SplittableRandom(seed);
            n = Math.toIntExact(k.order());
            factor = Matrix.zeros(Precision.F64, rank, n);
            pivots = new long[rank];
            d = new double[n];
            cumulative = new double[n];
            block = Math.clamp(rank / BLOCKS, SMALLEST_BLOCK, BLOCK);
            rows = Matrix.zeros(Precision.F64, block, n);
            columns = Matrix.zeros(Precision.F64, rank, block);
        }

        RandomlyPivotedCholesky run() {
            Matrix diagonal = Matrix.over(d, n, 1);
            k.diagonal(diagonal);
            for (int i = 0; i < n; i++) {
                if (!(d[i] >= 0 && d[i] < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "diagonal entry %d is %s, expected a finite number that is not negative".formatted(i, d[i]));
                }
            }
            double trace = accumulate();
            // What is left of a diagonal is known to a rounding of what it was; below, pivots would be drawn from noise.
            double nothing = n * Precision.F64.unitRoundoff() * trace;
            progress.begin("pivots", pivots.length);
            double left = trace;
            while (rank < pivots.length && left > nothing) {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                int before = rank;
                propose(left);
                progress.advance(rank - before);
                left = accumulate();
            }
            return new RandomlyPivotedCholesky(factor.rows(0, rank), Arrays.copyOf(pivots, rank), trace, left);
        }

        /** Running sums of what is left of the diagonal. */
        private double accumulate() {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += d[i];
                cumulative[i] = sum;
            }
            return sum;
        }

        private int draw(double left) {
            double at = random.nextDouble() * left;
            int found = Arrays.binarySearch(cumulative, at);
            int i = found >= 0 ? found + 1 : -found - 1;
            i = Math.min(i, n - 1);
            // Never one of which nothing is left.
            while (d[i] == 0 && i > 0) {
                i--;
            }
            return i;
        }

        private void propose(double left) {
            int[] proposals = new int[block];
            for (int j = 0; j < block; j++) {
                proposals[j] = draw(left);
            }
            int[] distinct = Arrays.stream(proposals).distinct().toArray();
            int m = distinct.length;
            Matrix r = rows.rows(0, m);
            k.rows(Arrays.stream(distinct).asLongStream().toArray(), r);
            if (rank > 0) {
                Matrix f = factor.rows(0, rank);
                Matrix chosen = columns.block(0, rank, 0, m);
                for (int j = 0; j < m; j++) {
                    chosen.block(0, rank, j, j + 1).assign(f.block(0, rank, distinct[j], distinct[j] + 1L));
                }
                on.gemm(-1, chosen.transpose(), f, 1, r);
            }
            accept(proposals, distinct, r);
        }

        /** Goes through the proposals: each is taken with the probability that it would have had if those before it had been known. */
        private void accept(int[] proposals, int[] distinct, Matrix r) {
            int m = distinct.length;
            double[][] g = new double[m][m];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < m; j++) {
                    g[i][j] = r.get(i, distinct[j]);
                }
            }
            int first = rank;
            int[] taken = new int[m];
            double[][] l = new double[m][];
            for (int proposal : proposals) {
                int p = indexOf(distinct, proposal);
                double chance = random.nextDouble() * d[proposal];
                if (rank == pivots.length || !(g[p][p] > chance)) {
                    continue;
                }
                double root = Math.sqrt(g[p][p]);
                double[] column = new double[m];
                for (int i = 0; i < m; i++) {
                    column[i] = g[i][p] / root;
                }
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < m; j++) {
                        g[i][j] -= column[i] * column[j];
                    }
                    g[i][p] = 0;
                    g[p][i] = 0;
                }
                l[rank - first] = column;
                taken[rank - first] = p;
                pivots[rank++] = proposal;
            }
            eliminate(first, taken, l, r);
            // Known anew, without the roundings of all the squares subtracted: what turns out to be nothing is not proposed again.
            for (int i = 0; i < m; i++) {
                d[distinct[i]] = Math.max(0, g[i][i]);
            }
        }

        private static int indexOf(int[] distinct, int value) {
            int i = 0;
            while (distinct[i] != value) {
                i++;
            }
            return i;
        }

        /** New rows of F: those of the residual that were taken, divided by the triangle of their own entries; and what they leave of the diagonal. */
        private void eliminate(int first, int[] taken, double[][] l, Matrix r) {
            int count = rank - first;
            if (count == 0) {
                return;
            }
            Matrix fresh = factor.rows(first, rank);
            Matrix triangle = Matrix.zeros(Precision.F64, count, count);
            for (int i = 0; i < count; i++) {
                fresh.rows(i, i + 1).assign(r.rows(taken[i], taken[i] + 1));
                for (int j = 0; j <= i; j++) {
                    triangle.set(i, j, l[j][taken[i]]);
                }
            }
            new TriangularSolve(on).forward(triangle, fresh);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < n; j++) {
                    double f = fresh.get(i, j);
                    d[j] = Math.max(0, d[j] - f * f);
                }
            }
        }
    }
}
