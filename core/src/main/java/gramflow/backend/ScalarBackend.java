package gramflow.backend;

import gramflow.kernel.Mirror;
import gramflow.kernel.ScalarProduct;
import gramflow.kernel.ScalarVectors;
import gramflow.machine.Jit;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;

/** Plain loops: works everywhere, and is what every other backend is compared with. */
final class ScalarBackend implements Backend {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String description() {
        return "plain Java loops, the reference";
    }

    @Override
    public String numericKey(Precision precision) {
        // Sums never are.
        return "scalar %s, activations %s".formatted(precision.label(), Jit.current().fma() ? "fused" : "not fused");
    }

    @Override
    public boolean entriesStandAlone() {
        return true;
    }

    @Override
    public void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress) {
        progress.begin("gemm", 2.0 * c.rows() * c.cols() * a.cols());
        ScalarProduct.run(alpha, a, b, beta, c, Long.MAX_VALUE, workers, progress);
    }

    @Override
    public void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
        progress.begin("gram", (double) k.rows() * (k.rows() + 1) * x.cols());
        // The upper triangle of K is the lower one of Kᵀ.
        Strided lower = triangle == Triangle.UPPER ? k.transpose() : k;
        ScalarProduct.run(alpha, x, x.transpose(), beta, lower, 0, workers, progress);
        if (triangle == Triangle.BOTH) {
            Mirror.lowerToUpper(k, workers);
        }
    }

    @Override
    public void matvec(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
        progress.begin("matvec", 2.0 * a.rows() * a.cols());
        ScalarVectors.matvec(alpha, a, x, beta, y, workers, progress);
    }

    @Override
    public double lossGradient(Strided x, Strided w, RowLoss loss, Strided g, Workers workers, Progress progress) {
        progress.begin("loss gradient", 4.0 * x.rows() * x.cols());
        return ScalarVectors.lossGradient(x, w, loss::residuals, g, progress);
    }

    @Override
    public void axpy(double alpha, Strided x, Strided y, Workers workers) {
        ScalarVectors.axpy(alpha, x, y);
    }

    @Override
    public double dot(Strided x, Strided y, Workers workers) {
        return ScalarVectors.dot(x, y);
    }

    @Override
    public double norm(Strided x, Workers workers) {
        return ScalarVectors.norm(x);
    }

    @Override
    public double sum(Strided x, Workers workers) {
        return ScalarVectors.sum(x);
    }

    @Override
    public double maxAbs(Strided x, Workers workers) {
        return ScalarVectors.maxAbs(x);
    }
}
