package gramflow.gram;

import gramflow.gram.GramPlan.Way;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import gramflow.model.Jacobian;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * K with a block of o × o for each pair of examples, {@link Layout#NNOO}: computed a band of examples at a time in the other layout, and dealt out. Of a
 * symmetric K only what lies left of a band's last example is computed, and the rest mirrored.
 *
 * @param o number of outputs
 * @param factors of K
 * @param way how it is computed
 */
record PairBlocks(long o, TangentFactors factors, Way way) {
    /** Bytes of a band: large against a tile, small against K. */
    private static final long BAND = 64L << 20;

    void compute(Matrix k, Products on, Progress progress) {
        try (Arena arena = Arena.ofShared()) {
            compute(k, on, progress, arena);
        }
    }

    private void compute(Matrix k, Products on, Progress progress, Arena arena) {
        Tangent tangent = factors.tangent();
        Jacobian other = tangent.other();
        boolean symmetric = other == null;
        long n = tangent.jacobian().examples();
        long m = other == null ? n : other.examples();
        Matrix left = way == Way.EXPLICIT_ROWS ? factors.rows(tangent.jacobian(), arena) : null;
        Matrix right = left == null || other == null ? left : factors.rows(other, arena);
        List<ProductPair> pairs = left == null ? factors.pairs() : List.of();
        long band = Math.clamp(BAND / (Math.max(1, m) * o * o * k.precision().bytes()), 1, Math.max(1, n));
        Matrix room = Matrix.zeros(k.precision(), band * o, m * o, arena);
        progress.begin("tangent kernel", (double) n);
        for (long from = 0; from < n; from += band) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            long to = Math.min(n, from + band);
            long cols = symmetric ? to : m;
            Matrix part = room.block(0, (to - from) * o, 0, cols * o);
            product(left, right, pairs, from, to, cols, part, on);
            deal(part, from, to, cols, symmetric, k, on);
            progress.advance((double) (to - from));
        }
    }

    private void product(@Nullable Matrix left, @Nullable Matrix right, List<ProductPair> pairs, long from, long to, long cols, Matrix part,
            Products on) {
        if (left != null && right != null) {
            on.gemm(1, left.rows(from * o, to * o), right.rows(0, cols * o).transpose(), 0, part);
        } else {
            on.hadamard(pairs.stream().map(pair -> block(pair, from, to, cols)).toList(), 0, part, Progress.NONE);
        }
    }

    private static ProductPair block(ProductPair pair, long from, long to, long cols) {
        long r = pair.repeat();
        Strided d = pair.d();
        Strided d2 = pair.d2();
        return new ProductPair(pair.scale(), rows(pair.a(), from, to), rows(pair.a2(), 0, cols), pair.shift(), pair.repeat(),
                d == null ? null : rows(d, from * r, to * r), d2 == null ? null : rows(d2, 0, cols * r));
    }

    private static Strided rows(Strided s, long from, long to) {
        return s.block(from, to, 0, s.cols());
    }

    /** Of a symmetric K an entry right of the diagonal is taken from its mirror image, inside a band too. */
    private void deal(Matrix part, long from, long to, long cols, boolean symmetric, Matrix k, Products on) {
        on.workers().forEach(to - from, (row, worker) -> {
            long i = from + row;
            long end = symmetric ? i + 1 : cols;
            for (long j = 0; j < end; j++) {
                for (long p = 0; p < o; p++) {
                    for (long q = 0; q < o; q++) {
                        boolean mirrored = symmetric && i == j && q > p;
                        double entry = mirrored ? part.get(row * o + q, j * o + p) : part.get(row * o + p, j * o + q);
                        k.set(i, (j * o + p) * o + q, entry);
                        if (symmetric && i != j) {
                            k.set(j, (i * o + q) * o + p, entry);
                        }
                    }
                }
            }
        });
    }
}
