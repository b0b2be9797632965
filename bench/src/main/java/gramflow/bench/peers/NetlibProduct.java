package gramflow.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * netlib's BLAS in Java, the Vector API under it where it can be had. It counts columns first: what lies row after row is to it the transpose, the lower triangle the upper one. Its
 * {@code syrk} is plain loops, so its {@code gemm} is the faster way to a Gram matrix, though it does twice the work.
 */
final class NetlibProduct {
    /** The other way. */
    static final String GEMM = "gemm in place of syrk";

    private NetlibProduct() {
    }

    static PeerProduct of(PeerProduct.Problem problem, boolean gemm) {
        BLAS blas = JavaBLAS.getInstance();
        int n = problem.n();
        int d = problem.d();
        boolean gram = problem.gram();
        if (problem.isDouble()) {
            double[] a = RowMajor.doubles(problem.factors().a());
            double[] b = gram ? a : RowMajor.doubles(problem.factors().b());
            double[] c = RowMajor.resultOfDoubles(n);
            Runnable product = !gram
                    ? () -> blas.dgemm("N", "N", n, n, d, 1, b, n, a, d, 0, c, n)
                    : gemm
                            ? () -> blas.dgemm("T", "N", n, n, d, 1, a, d, a, d, 0, c, n)
                            : () -> blas.dsyrk("U", "T", n, d, 1, a, d, 0, c, n);
            return new PeerProduct(product, (i, j) -> c[i * n + j], library(blas));
        }
        float[] a = RowMajor.floats(problem.factors().a());
        float[] b = gram ? a : RowMajor.floats(problem.factors().b());
        float[] c = RowMajor.resultOfFloats(n);
        Runnable product = !gram
                ? () -> blas.sgemm("N", "N", n, n, d, 1, b, n, a, d, 0, c, n)
                : gemm
                        ? () -> blas.sgemm("T", "N", n, n, d, 1, a, d, a, d, 0, c, n)
                        : () -> blas.ssyrk("U", "T", n, d, 1, a, d, 0, c, n);
        return new PeerProduct(product, (i, j) -> c[i * n + j], library(blas));
    }

    private static String library(BLAS blas) {
        String version = String.valueOf(blas.getClass().getProtectionDomain().getCodeSource().getLocation())
                .replaceFirst(".*/blas-([0-9][^/]*)\\.jar.*|.*", "$1");
        return ("netlib " + version).strip() + ", " + blas.getClass().getSimpleName() + ", one thread";
    }
}
