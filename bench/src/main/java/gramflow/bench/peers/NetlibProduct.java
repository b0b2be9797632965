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
        return problem.isDouble() ? new Doubles(problem, gemm) : new Floats(problem, gemm);
    }

    private static String library(BLAS blas) {
        String version = String.valueOf(blas.getClass().getProtectionDomain().getCodeSource().getLocation())
                .replaceFirst(".*/blas-([0-9][^/]*)\\.jar.*|.*", "$1");
        return ("netlib " + version).strip() + ", " + blas.getClass().getSimpleName() + ", one thread";
    }

    private static final class Doubles implements PeerProduct {
        private final BLAS blas = JavaBLAS.getInstance();
        private final int n;
        private final int d;
        private final boolean gram;
        private final boolean gemm;
        private final double[] a;
        private final double[] b;
        private final double[] c;

        Doubles(Problem problem, boolean gemm) {
            this.gemm = gemm;
            n = problem.n();
            d = problem.d();
            gram = problem.gram();
            a = RowMajor.doubles(problem.factors().a());
            b = gram ? a : RowMajor.doubles(problem.factors().b());
            c = RowMajor.resultOfDoubles(n);
        }

        @Override
        public void run() {
            if (!gram) {
                blas.dgemm("N", "N", n, n, d, 1, b, n, a, d, 0, c, n);
            } else if (gemm) {
                blas.dgemm("T", "N", n, n, d, 1, a, d, a, d, 0, c, n);
            } else {
                blas.dsyrk("U", "T", n, d, 1, a, d, 0, c, n);
            }
        }

        @Override
        public double entry(long i, long j) {
            return c[(int) (i * n + j)];
        }

        @Override
        public String library() {
            return NetlibProduct.library(blas);
        }
    }

    private static final class Floats implements PeerProduct {
        private final BLAS blas = JavaBLAS.getInstance();
        private final int n;
        private final int d;
        private final boolean gram;
        private final boolean gemm;
        private final float[] a;
        private final float[] b;
        private final float[] c;

        Floats(Problem problem, boolean gemm) {
            this.gemm = gemm;
            n = problem.n();
            d = problem.d();
            gram = problem.gram();
            a = RowMajor.floats(problem.factors().a());
            b = gram ? a : RowMajor.floats(problem.factors().b());
            c = RowMajor.resultOfFloats(n);
        }

        @Override
        public void run() {
            if (!gram) {
                blas.sgemm("N", "N", n, n, d, 1, b, n, a, d, 0, c, n);
            } else if (gemm) {
                blas.sgemm("T", "N", n, n, d, 1, a, d, a, d, 0, c, n);
            } else {
                blas.ssyrk("U", "T", n, d, 1, a, d, 0, c, n);
            }
        }

        @Override
        public double entry(long i, long j) {
            return c[(int) (i * n + j)];
        }

        @Override
        public String library() {
            return NetlibProduct.library(blas);
        }
    }
}
