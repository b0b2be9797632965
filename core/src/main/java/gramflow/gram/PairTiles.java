package gramflow.gram;

import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.List;

/**
 * Blocks of K = Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ), whose factors are in memory: one plain pair is X·X′ᵀ, a pair for each layer a tangent kernel. Immutable; the factors must not change.
 */
final class PairTiles implements KernelTiles {
    private final List<ProductPair> pairs;
    private final long granularity;
    private final long inner;
    private final long held;

    /**
     * The sum of these pairs.
     *
     * @throws IllegalArgumentException if there is none, or they differ in shape or precision
     */
    PairTiles(List<ProductPair> pairs) {
        this(pairs, 0);
    }

    /**
     * The same, of factors that hold more memory than they are themselves, as slopes do from which sensitivities came.
     *
     * @param held bytes of all that stays as long as the factors do
     */
    PairTiles(List<ProductPair> pairs, long held) {
        this.held = held;
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("no pair of factors, expected at least one");
        }
        this.pairs = List.copyOf(pairs);
        ProductPair first = pairs.getFirst();
        long repeat = 1;
        long length = 0;
        for (ProductPair pair : pairs) {
            if (pair.rows() != first.rows() || pair.cols() != first.cols() || pair.a().precision() != first.a().precision()) {
                throw new IllegalArgumentException("pairs of %d x %d %s and %d x %d %s, expected one shape and precision".formatted(
                        first.rows(), first.cols(), first.a().precision().label(), pair.rows(), pair.cols(),
                        pair.a().precision().label()));
            }
            Strided d = pair.d();
            length += pair.a().cols() + (d == null ? 0 : d.cols());
            repeat = leastCommonMultiple(repeat, pair.repeat());
        }
        granularity = repeat;
        inner = length;
    }

    private static long leastCommonMultiple(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }

    List<ProductPair> pairs() {
        return pairs;
    }

    /** The one pair, if K is a scaled product of rows and nothing more: then the backend's plain products apply. */
    private boolean plain() {
        return pairs.size() == 1 && pairs.getFirst().d() == null && pairs.getFirst().shift() == 0;
    }

    @Override
    public long rows() {
        return pairs.getFirst().rows();
    }

    @Override
    public long cols() {
        return pairs.getFirst().cols();
    }

    @Override
    public boolean symmetric() {
        return pairs.stream().allMatch(ProductPair::symmetric);
    }

    @Override
    public Precision precision() {
        return pairs.getFirst().a().precision();
    }

    @Override
    public long inner() {
        return inner;
    }

    @Override
    public long granularity() {
        return granularity;
    }

    @Override
    public GramPlan.Way way() {
        return plain() ? GramPlan.Way.DENSE_PRODUCTS : GramPlan.Way.STRUCTURED;
    }

    @Override
    public long inputBytes() {
        long bytes = 0;
        for (ProductPair pair : pairs) {
            bytes += bytes(pair.a()) + (pair.a().equals(pair.a2()) ? 0 : bytes(pair.a2()));
            Strided d = pair.d();
            Strided d2 = pair.d2();
            if (d != null && d2 != null) {
                bytes += bytes(d) + (d.equals(d2) ? 0 : bytes(d2));
            }
        }
        return Math.max(bytes, held);
    }

    private static long bytes(Strided x) {
        return x.rows() * x.cols() * x.precision().bytes();
    }

    @Override
    public void compute(long fromRow, long toRow, long fromCol, long toCol, Matrix target, Products on, Progress progress) {
        long panel = Shape.of(this).panel();
        for (long j = fromCol; j < toCol; j += panel) {
            long end = Math.min(toCol, j + panel);
            Strided part = target.block(0, toRow - fromRow, j - fromCol, end - fromCol).strided();
            if (plain()) {
                ProductPair pair = pairs.getFirst();
                on.backend().gemm(pair.scale(), block(pair.a(), fromRow, toRow, 1), block(pair.a2(), j, end, 1).transpose(), 0, part,
                        on.workers(), progress);
            } else {
                long to = end;
                long from = j;
                List<ProductPair> blocks = pairs.stream().map(pair -> block(pair, fromRow, toRow, from, to)).toList();
                on.backend().hadamard(blocks, 0, part, on.workers(), progress);
            }
        }
    }

    @Override
    public void computeDiagonal(long from, long to, Matrix target, Products on, Progress progress) {
        if (plain()) {
            ProductPair pair = pairs.getFirst();
            on.backend().gram(pair.scale(), block(pair.a(), from, to, 1), 0, Triangle.BOTH, target.strided(), on.workers(), progress);
        } else {
            List<ProductPair> blocks = pairs.stream().map(pair -> block(pair, from, to, from, to)).toList();
            on.backend().hadamard(blocks, 0, Triangle.BOTH, target.strided(), on.workers(), progress);
        }
    }

    /** All of K at one stretch. */
    void computeWhole(Matrix target, Products on, Progress progress) {
        if (symmetric()) {
            computeDiagonal(0, rows(), target, on, progress);
        } else if (plain()) {
            ProductPair pair = pairs.getFirst();
            on.backend().gemm(pair.scale(), pair.a(), pair.a2().transpose(), 0, target.strided(), on.workers(), progress);
        } else {
            on.backend().hadamard(pairs, 0, target.strided(), on.workers(), progress);
        }
    }

    /**
     * The kernel between the examples of these numbers and all: some rows of K, all columns.
     *
     * @param indices rows of K, each of an example with one output
     */
    PairTiles among(long[] indices) {
        return new PairTiles(pairs.stream().map(pair -> {
            Strided d = pair.d();
            return new ProductPair(pair.scale(), KernelEntries.gathered(pair.a(), indices), pair.a2(), pair.shift(), 1,
                    d == null ? null : KernelEntries.gathered(d, indices), pair.d2());
        }).toList());
    }

    private static ProductPair block(ProductPair pair, long fromRow, long toRow, long fromCol, long toCol) {
        int r = pair.repeat();
        Strided d = pair.d();
        Strided d2 = pair.d2();
        return new ProductPair(pair.scale(), block(pair.a(), fromRow, toRow, r), block(pair.a2(), fromCol, toCol, r), pair.shift(), r,
                d == null ? null : block(d, fromRow, toRow, 1), d2 == null ? null : block(d2, fromCol, toCol, 1));
    }

    /** The rows of a factor that rows {@code from ≤ i < to} of K stand on, of which {@code repeat} share one. */
    private static Strided block(Strided factor, long from, long to, int repeat) {
        if (from % repeat != 0 || to % repeat != 0) {
            throw new IllegalArgumentException("rows [%d, %d) of K, expected multiples of %d".formatted(from, to, repeat));
        }
        return factor.block(from / repeat, to / repeat, 0, factor.cols());
    }

    @Override
    public String digest() {
        Fingerprint fingerprint = new Fingerprint();
        for (ProductPair pair : pairs) {
            fingerprint.add("%a %a %d".formatted(pair.scale(), pair.shift(), pair.repeat()));
            fingerprint.add(pair.a());
            if (!pair.a().equals(pair.a2())) {
                fingerprint.add(pair.a2());
            }
            Strided d = pair.d();
            Strided d2 = pair.d2();
            if (d != null && d2 != null) {
                fingerprint.add(d);
                if (!d.equals(d2)) {
                    fingerprint.add(d2);
                }
            }
        }
        return fingerprint.hex();
    }
}
