package gramflow.bench.measure;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/** A product of two matrices, or of a matrix and a vector, of random entries in (−1, 1), into memory that is allocated and touched beforehand and holds NaN. */
public final class ProductWorkload implements Workload {
    /** Side of the small product: large enough to take the same paths as any larger one. */
    private static final long SMALL = 512;

    private final Products products;
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final Kernel kernel;
    private final EntryCheck check;

    private ProductWorkload(Backend backend, Row row, Kernel kernel) {
        this.kernel = kernel;
        products = new Products(backend, Workers.of(row.threads()));
        Factors factors = Factors.of(kernel, row.precision(), row.n(), row.d());
        a = factors.a();
        b = factors.b();
        c = Matrix.zeros(row.precision(), row.n(), b.cols());
        // All bits one is NaN in either precision: an entry that is never written fails the check.
        c.strided().segment().fill((byte) 0xFF);
        check = new EntryCheck(a, b, kernel == Kernel.GRAM);
    }

    /** The lower triangle of X·Xᵀ, by the backend of the row. */
    public static ProductWorkload gram(Row row) {
        return gram(Backends.named(row.backend()), row);
    }

    static ProductWorkload gram(Backend backend, Row row) {
        return new ProductWorkload(backend, row, Kernel.GRAM);
    }

    /** A·B, by the backend of the row. */
    public static ProductWorkload gemm(Row row) {
        return gemm(Backends.named(row.backend()), row);
    }

    static ProductWorkload gemm(Backend backend, Row row) {
        return new ProductWorkload(backend, row, Kernel.GEMM);
    }

    static ProductWorkload matvec(Row row) {
        return matvec(Backends.named(row.backend()), row);
    }

    static ProductWorkload matvec(Backend backend, Row row) {
        return new ProductWorkload(backend, row, Kernel.MATVEC);
    }

    @Override
    public void run() {
        run(a, b, c);
    }

    @Override
    public void runSmall() {
        long side = Math.min(SMALL, c.rows());
        long cols = Math.min(side, c.cols());
        run(a.rows(0, side), b.block(0, b.rows(), 0, cols), c.block(0, side, 0, cols));
    }

    private void run(Matrix left, Matrix right, Matrix result) {
        switch (kernel) {
            case GRAM -> products.gram(1, left, 0, Triangle.LOWER, result, Progress.NONE);
            case GEMM -> products.gemm(1, left, right, 0, result);
            case MATVEC -> products.matvec(1, left, right, 0, result);
            default -> throw new IllegalStateException("not a product");
        }
    }

    @Override
    public Check check() {
        return check.compare(c);
    }

    @Override
    public String library() {
        return products.backend().description();
    }

    @Override
    public String setup() {
        return products.backend().numericKey(a.precision());
    }
}
