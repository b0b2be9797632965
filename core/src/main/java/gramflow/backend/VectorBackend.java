package gramflow.backend;

import gramflow.kernel.Activations;
import gramflow.kernel.EntrywiseProduct;
import gramflow.kernel.Fill;
import gramflow.kernel.HadamardProduct;
import gramflow.kernel.LossGradient;
import gramflow.kernel.MatrixVector;
import gramflow.kernel.StreamKernels;
import gramflow.kernel.Tile;
import gramflow.kernel.TileProduct;
import gramflow.kernel.TriangleSolve;
import gramflow.kernel.VectorReductions;
import gramflow.kernel.VectorUpdate;
import gramflow.machine.Jit;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Generated micro-kernels over the Vector API. */
final class VectorBackend implements Backend {
    private final boolean tuned;
    private final TileProduct f64;
    private final TileProduct f32;
    private final HadamardProduct hadamard64;
    private final HadamardProduct hadamard32;
    private final @Nullable TriangleSolve triangle64;
    private final Streams streams64;
    private final Streams streams32;
    private final Activations activations;

    /**
     * Over generated kernels.
     *
     * @param bits width of the vectors of all but products
     * @param tuning how products are cut
     */
    VectorBackend(int bits, boolean fma, Tuning tuning) {
        tuned = !tuning.equals(Tuning.standard(bits));
        f64 = product(Precision.F64, fma, tuning);
        f32 = product(Precision.F32, fma, tuning);
        hadamard64 = new HadamardProduct(f64);
        hadamard32 = new HadamardProduct(f32);
        triangle64 = f64.triangleSolve();
        streams64 = Streams.of(Precision.F64, bits, fma);
        streams32 = Streams.of(Precision.F32, bits, fma);
        activations = new Activations(Jit.current().comparesVectors() ? bits : 0, fma);
    }

    private static TileProduct product(Precision precision, boolean fma, Tuning tuning) {
        Tile tile = tuning.of(precision).tile(precision, fma);
        return new TileProduct(tile, tuning.of(precision).blocks(tile));
    }

    private TileProduct product(Precision precision) {
        return precision == Precision.F64 ? f64 : f32;
    }

    /** What reads every entry once. */
    private record Streams(MatrixVector matrixVector, LossGradient lossGradient, VectorReductions reductions,
            EntrywiseProduct products) {
        static Streams of(Precision precision, int bits, boolean fma) {
            StreamKernels kernels = new StreamKernels(precision, bits, fma);
            return new Streams(new MatrixVector(kernels), new LossGradient(kernels), new VectorReductions(kernels),
                    new EntrywiseProduct(kernels));
        }
    }

    private Streams streams(Precision precision) {
        return precision == Precision.F64 ? streams64 : streams32;
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        Tile tile = f64.tile();
        String other = tuned ? ", tuned" : "";
        String bits = tile.bits() == f32.tile().bits()
                ? "%d bits".formatted(tile.bits())
                : "%d and %d bits".formatted(tile.bits(), f32.tile().bits());
        return "Vector API, %s, %s%s, f64 tile %s (%s), f32 tile %s (%s)".formatted(bits, tile.fma() ? "fma" : "no fma", other,
                tile.shape(),
                f64.blocks(), f32.tile().shape(), f32.blocks());
    }

    @Override
    public String numericKey(Precision precision) {
        TileProduct product = product(precision);
        Tile tile = product.tile();
        return "vector %s, %d bits, tile %s, depth %d, %s".formatted(precision.label(), tile.bits(), tile.shape(), product.blocks().depth(),
                tile.fma() ? "fma" : "no fma");
    }

    @Override
    public boolean entriesStandAlone() {
        return true;
    }

    @Override
    public void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress) {
        progress.begin("gemm", 2.0 * c.rows() * c.cols() * a.cols());
        product(c.precision()).run(alpha, a, b.transpose(), beta, c, Fill.ALL, workers, progress);
    }

    @Override
    public void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
        progress.begin("gram", (double) k.rows() * (k.rows() + 1) * x.cols());
        product(k.precision()).run(alpha, x, x, beta, k, triangle.fill(), workers, progress);
    }

    @Override
    public void hadamard(List<ProductPair> pairs, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
        hadamard(pairs, beta, triangle.fill(), k, workers, progress);
    }

    @Override
    public void hadamard(List<ProductPair> pairs, double beta, Strided k, Workers workers, Progress progress) {
        hadamard(pairs, beta, Fill.ALL, k, workers, progress);
    }

    @Override
    public int triangleOrder(Precision precision) {
        return precision == Precision.F64 && triangle64 != null ? TriangleSolve.MOST : 0;
    }

    @Override
    public void solveTriangle(Strided l, Strided x, Workers workers) {
        Objects.requireNonNull(triangle64, "triangleOrder is 0").run(l, x, workers);
    }

    private void hadamard(List<ProductPair> pairs, double beta, Fill fill, Strided k, Workers workers, Progress progress) {
        HadamardProduct product = k.precision() == Precision.F64 ? hadamard64 : hadamard32;
        if (product.takes(pairs)) {
            progress.begin("hadamard", pairs.stream().mapToDouble(ProductPair::flops).sum());
            product.run(pairs, beta, k, fill, workers, progress);
        } else {
            HadamardByProducts.run(this, pairs, beta, fill, k, workers, progress);
        }
    }

    @Override
    public void matvec(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
        progress.begin("matvec", 2.0 * a.rows() * a.cols());
        streams(a.precision()).matrixVector().run(alpha, a, x, beta, y, workers, progress);
    }

    @Override
    public double lossGradient(Strided x, Strided w, RowLoss loss, Strided g, Workers workers, Progress progress) {
        progress.begin("loss gradient", 4.0 * x.rows() * x.cols());
        return streams(x.precision()).lossGradient().run(x, w, loss::residuals, g, workers, progress);
    }

    @Override
    public void axpy(double alpha, Strided x, Strided y, Workers workers) {
        VectorUpdate.axpy(alpha, x, y, workers);
    }

    @Override
    public void multiply(Strided x, Strided y, Workers workers) {
        streams(y.precision()).products().run(x, y, workers);
    }

    @Override
    public void multiply(Strided x, Strided y, double scale, Strided bias, Workers workers) {
        streams(y.precision()).products().run(x, y, scale, bias, workers);
    }

    @Override
    public void activate(Activation activation, Strided z, @Nullable Strided value, @Nullable Strided slope, @Nullable Strided curvature,
            Workers workers) {
        activations.apply(activation.formula(), z, value, slope, curvature, workers);
    }

    @Override
    public void activate(Activation activation, Strided z, double scale, Strided bias, @Nullable Strided value, @Nullable Strided slope,
            @Nullable Strided curvature, Workers workers) {
        activations.apply(activation.formula(), z, scale, bias, value, slope, curvature, workers);
    }

    @Override
    public double dot(Strided x, Strided y, Workers workers) {
        return streams(x.precision()).reductions().dot(x, y, workers);
    }

    @Override
    public double norm(Strided x, Workers workers) {
        return streams(x.precision()).reductions().norm(x, workers);
    }

    @Override
    public double sum(Strided x, Workers workers) {
        return streams(x.precision()).reductions().sum(x, workers);
    }

    @Override
    public double maxAbs(Strided x, Workers workers) {
        return streams(x.precision()).reductions().maxAbs(x, workers);
    }
}
