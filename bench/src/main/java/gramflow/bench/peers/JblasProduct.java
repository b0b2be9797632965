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
        String library = backend.description();
        int n = problem.n();
        int d = problem.d();
        boolean gram = problem.gram();
        char form = gram ? 'T' : 'N';
        int step = gram ? d : n;
        if (problem.isDouble()) {
            double[] a = RowMajor.doubles(problem.factors().a());
            double[] b = gram ? a : RowMajor.doubles(problem.factors().b());
            double[] c = RowMajor.resultOfDoubles(n);
            return new PeerProduct(() -> NativeBlas.dgemm(form, 'N', n, n, d, 1, b, 0, step, a, 0, d, 0, c, 0, n), (i, j) -> c[i * n + j],
                    library);
        }
        float[] a = RowMajor.floats(problem.factors().a());
        float[] b = gram ? a : RowMajor.floats(problem.factors().b());
        float[] c = RowMajor.resultOfFloats(n);
        return new PeerProduct(() -> NativeBlas.sgemm(form, 'N', n, n, d, 1, b, 0, step, a, 0, d, 0, c, 0, n), (i, j) -> c[i * n + j],
                library);
    }
}
