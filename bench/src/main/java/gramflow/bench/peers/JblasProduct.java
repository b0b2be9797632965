package gramflow.bench.peers;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import org.jblas.NativeBlas;

/**
 * jblas, called as its own matrices call it: on whole arrays, columns first, so that row after row is to it the transpose. It has no {@code syrk}.
 */
final class JblasProduct {
    private JblasProduct() {
    }

    static PeerProduct of(PeerProduct.Problem problem, int threads) {
        // It loads what jblas does not bring along.
        Backend backend = Backends.named("jblas");
        return problem.isDouble() ? new Doubles(problem, backend) : new Floats(problem, backend);
    }

    private static final class Doubles implements PeerProduct {
        private final Backend backend;
        private final int n;
        private final int d;
        private final boolean gram;
        private final double[] a;
        private final double[] b;
        private final double[] c;

        Doubles(Problem problem, Backend backend) {
            this.backend = backend;
            n = problem.n();
            d = problem.d();
            gram = problem.gram();
            a = RowMajor.doubles(problem.factors().a());
            b = gram ? a : RowMajor.doubles(problem.factors().b());
            c = RowMajor.resultOfDoubles(n);
        }

        @Override
        public void run() {
            NativeBlas.dgemm(gram ? 'T' : 'N', 'N', n, n, d, 1, b, 0, gram ? d : n, a, 0, d, 0, c, 0, n);
        }

        @Override
        public double entry(long i, long j) {
            return c[(int) (i * n + j)];
        }

        @Override
        public String library() {
            return backend.description();
        }
    }

    private static final class Floats implements PeerProduct {
        private final Backend backend;
        private final int n;
        private final int d;
        private final boolean gram;
        private final float[] a;
        private final float[] b;
        private final float[] c;

        Floats(Problem problem, Backend backend) {
            this.backend = backend;
            n = problem.n();
            d = problem.d();
            gram = problem.gram();
            a = RowMajor.floats(problem.factors().a());
            b = gram ? a : RowMajor.floats(problem.factors().b());
            c = RowMajor.resultOfFloats(n);
        }

        @Override
        public void run() {
            NativeBlas.sgemm(gram ? 'T' : 'N', 'N', n, n, d, 1, b, 0, gram ? d : n, a, 0, d, 0, c, 0, n);
        }

        @Override
        public double entry(long i, long j) {
            return c[(int) (i * n + j)];
        }

        @Override
        public String library() {
            return backend.description();
        }
    }
}
