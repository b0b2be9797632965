package gramflow.blas;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Lapack;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.Optional;

/**
 * A backend over the block kernels of a library. Left to plain loops are: products with α = 0 and empty ones, which libraries skip, and with them the NaN that 0·∞ is; norms of entries
 * whose squares are out of range; and {@link #sum} and {@link #maxAbs}, which BLAS does not have, or not with NaN.
 */
final class LinkedBackend implements Backend {
    /** Within these a sum of n squares has neither overflowed nor lost what underflowed: next to n times this it is nothing. */
    private static final double LEAST_F64 = 0x1p-960;
    private static final double LEAST_F32 = 0x1p-100;

    private final Identity identity;
    private final Threading threading;
    private final Tiling tiling;
    private final TiledProduct product;
    private final TiledMatvec matvec;
    private final ChunkedVectors vectors;

    /**
     * What it says of itself.
     *
     * @param name as on the command line
     * @param description for a person
     * @param key what decides bits, beside precision and tiling
     * @param lapack factorisations, if there are any
     */
    record Identity(String name, String description, String key, Optional<Lapack> lapack) {
    }

    LinkedBackend(Identity identity, BlockKernels kernels, Threading threading, Tiling tiling) {
        this.identity = identity;
        this.threading = threading;
        product = new TiledProduct(kernels, tiling);
        matvec = new TiledMatvec(kernels, tiling);
        vectors = new ChunkedVectors(kernels);
        this.tiling = tiling;
    }

    @Override
    public String name() {
        return identity.name;
    }

    @Override
    public String description() {
        return identity.description;
    }

    @Override
    public String numericKey(Precision precision) {
        String threads = threading.isOfLibrary() ? ", threads of its own, whose number counts" : "";
        return identity.key + " " + precision.label() + ", " + tiling + threads;
    }

    @Override
    public Optional<Lapack> lapack() {
        return identity.lapack;
    }

    @Override
    public void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress) {
        if (alpha == 0 || a.isEmpty() || c.isEmpty()) {
            Backends.scalar().gemm(alpha, a, b, beta, c, workers, progress);
            return;
        }
        progress.begin("gemm", 2.0 * c.rows() * c.cols() * a.cols());
        threading.run(workers, each -> product.gemm(alpha, a, b, beta, c, each, progress));
    }

    @Override
    public void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
        if (alpha == 0 || x.isEmpty()) {
            Backends.scalar().gram(alpha, x, beta, triangle, k, workers, progress);
            return;
        }
        progress.begin("gram", (double) k.rows() * (k.rows() + 1) * x.cols());
        threading.run(workers, each -> product.gram(alpha, x, beta, triangle, k, each, progress));
    }

    @Override
    public void matvec(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
        if (alpha == 0 || a.isEmpty()) {
            Backends.scalar().matvec(alpha, a, x, beta, y, workers, progress);
            return;
        }
        progress.begin("matvec", 2.0 * a.rows() * a.cols());
        threading.run(workers, each -> matvec.run(alpha, a, x, beta, y, each, progress));
    }

    @Override
    public void axpy(double alpha, Strided x, Strided y, Workers workers) {
        if (alpha == 0) {
            Backends.scalar().axpy(alpha, x, y, workers);
        } else if (!x.isEmpty()) {
            threading.run(workers, each -> vectors.axpy(alpha, x, y, each));
        }
    }

    @Override
    public double dot(Strided x, Strided y, Workers workers) {
        return x.isEmpty() ? 0 : threading.answer(workers, each -> vectors.dot(x, y, each));
    }

    @Override
    public double norm(Strided x, Workers workers) {
        double squares = dot(x, x, workers);
        double least = x.rows() * x.cols() * (x.precision() == Precision.F64 ? LEAST_F64 : LEAST_F32);
        boolean inRange = squares > least && squares < Double.POSITIVE_INFINITY;
        return inRange ? Math.sqrt(squares) : Backends.scalar().norm(x, workers);
    }

    @Override
    public double sum(Strided x, Workers workers) {
        return Backends.scalar().sum(x, workers);
    }

    @Override
    public double maxAbs(Strided x, Workers workers) {
        return Backends.scalar().maxAbs(x, workers);
    }
}
