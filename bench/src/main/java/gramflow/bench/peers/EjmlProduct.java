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
        return problem.isDouble() ? new Doubles(problem, threads > 1) : new Floats(problem, threads > 1);
    }

    private static String library(boolean concurrent) {
        return "EJML " + EjmlVersion.VERSION + (concurrent ? ", operations for several threads" : "");
    }

    private static final class Doubles implements PeerProduct {
        private final boolean concurrent;
        private final boolean gram;
        private final DMatrixRMaj a;
        private final DMatrixRMaj b;
        private final DMatrixRMaj c;

        Doubles(Problem problem, boolean concurrent) {
            this.concurrent = concurrent;
            int n = problem.n();
            int d = problem.d();
            gram = problem.gram();
            a = DMatrixRMaj.wrap(n, d, RowMajor.doubles(problem.factors().a()));
            b = gram ? a : DMatrixRMaj.wrap(d, n, RowMajor.doubles(problem.factors().b()));
            c = DMatrixRMaj.wrap(n, n, RowMajor.resultOfDoubles(n));
        }

        @Override
        public void run() {
            if (gram && concurrent) {
                CommonOps_MT_DDRM.multOuter(a, c);
            } else if (gram) {
                CommonOps_DDRM.multOuter(a, c);
            } else if (concurrent) {
                CommonOps_MT_DDRM.mult(a, b, c);
            } else {
                CommonOps_DDRM.mult(a, b, c);
            }
        }

        @Override
        public double entry(long i, long j) {
            return c.get((int) i, (int) j);
        }

        @Override
        public String library() {
            return EjmlProduct.library(concurrent);
        }
    }

    private static final class Floats implements PeerProduct {
        private final boolean concurrent;
        private final boolean gram;
        private final FMatrixRMaj a;
        private final FMatrixRMaj b;
        private final FMatrixRMaj c;

        Floats(Problem problem, boolean concurrent) {
            this.concurrent = concurrent;
            int n = problem.n();
            int d = problem.d();
            gram = problem.gram();
            a = FMatrixRMaj.wrap(n, d, RowMajor.floats(problem.factors().a()));
            b = gram ? a : FMatrixRMaj.wrap(d, n, RowMajor.floats(problem.factors().b()));
            c = FMatrixRMaj.wrap(n, n, RowMajor.resultOfFloats(n));
        }

        @Override
        public void run() {
            if (gram && concurrent) {
                CommonOps_MT_FDRM.multOuter(a, c);
            } else if (gram) {
                CommonOps_FDRM.multOuter(a, c);
            } else if (concurrent) {
                CommonOps_MT_FDRM.mult(a, b, c);
            } else {
                CommonOps_FDRM.mult(a, b, c);
            }
        }

        @Override
        public double entry(long i, long j) {
            return c.get((int) i, (int) j);
        }

        @Override
        public String library() {
            return EjmlProduct.library(concurrent);
        }
    }
}
