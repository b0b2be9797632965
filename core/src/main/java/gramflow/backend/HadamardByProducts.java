package gramflow.backend;

import gramflow.kernel.Fill;
import gramflow.kernel.HadamardTiles;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.List;

/**
 * {@link Backend#hadamard} for a backend that has no kernel of its own for it: tiles whose products are calls of its own {@code gemm} and {@code gram}.
 *
 * @param backend whose products they are
 */
record HadamardByProducts(Backend backend) implements HadamardTiles.Products {

    static void run(Backend backend, List<ProductPair> pairs, double beta, Fill fill, Strided k, Workers workers, Progress progress) {
        progress.begin("hadamard", pairs.stream().mapToDouble(ProductPair::flops).sum());
        new HadamardTiles(pairs, beta, fill, k, new HadamardByProducts(backend)).run(workers, progress);
    }

    @Override
    public void multiply(double alpha, Strided a, Strided b, Strided c, Workers workers) {
        backend.gemm(alpha, a, b.transpose(), 0, c, workers, Progress.NONE);
    }

    @Override
    public void gram(double alpha, Strided x, Strided k, Workers workers) {
        backend.gram(alpha, x, 0, Triangle.LOWER, k, workers, Progress.NONE);
    }
}
