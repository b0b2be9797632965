package gramflow.bench.peers;

import org.ejml.EjmlVersion;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;

/** EJML's matrices that lie row after row. On more than one thread its operations are others. */
final class EjmlProduct {
    private EjmlProduct() {
    }

    static PeerProduct of(PeerProduct.Problem problem, int threads) {
        EjmlConcurrency.setMaxThreads(threads);
        boolean concurrent = threads > 1;
        String library = "EJML " + EjmlVersion.VERSION + (concurrent ? ", operations for several threads" : "");
        int n = problem.n();
        int d = problem.d();
        boolean gram = problem.gram();
        if (problem.isDouble()) {
            DMatrixRMaj a = DMatrixRMaj.wrap(n, d, RowMajor.doubles(problem.factors().a()));
            DMatrixRMaj b = gram ? a : DMatrixRMaj.wrap(d, n, RowMajor.doubles(problem.factors().b()));
            DMatrixRMaj c = DMatrixRMaj.wrap(n, n, RowMajor.resultOfDoubles(n));
            Runnable outer = concurrent ? () -> CommonOps_MT_DDRM.multOuter(a, c) : () -> CommonOps_DDRM.multOuter(a, c);
            Runnable whole = concurrent ? () -> CommonOps_MT_DDRM.mult(a, b, c) : () -> CommonOps_DDRM.mult(a, b, c);
            return new PeerProduct(gram ? outer : whole, c::get, library);
        }
        FMatrixRMaj a = FMatrixRMaj.wrap(n, d, RowMajor.floats(problem.factors().a()));
        FMatrixRMaj b = gram ? a : FMatrixRMaj.wrap(d, n, RowMajor.floats(problem.factors().b()));
        FMatrixRMaj c = FMatrixRMaj.wrap(n, n, RowMajor.resultOfFloats(n));
        Runnable outer = concurrent ? () -> CommonOps_MT_FDRM.multOuter(a, c) : () -> CommonOps_FDRM.multOuter(a, c);
        Runnable whole = concurrent ? () -> CommonOps_MT_FDRM.mult(a, b, c) : () -> CommonOps_FDRM.mult(a, b, c);
        return new PeerProduct(gram ? outer : whole, c::get, library);
    }
}
