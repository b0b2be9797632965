package gramflow.bench.peers;

import gramflow.matrix.Matrix;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.PhysicalStore;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

/** ojAlgo's own matrices, which lie column after column. It has no {@code syrk}. */
final class OjalgoProduct {
    private OjalgoProduct() {
    }

    static PeerProduct of(PeerProduct.Problem problem, int threads) {
        OjAlgoUtils.limitThreadsTo(threads);
        PhysicalStore.Factory<Double, ? extends PhysicalStore<Double>> factory = problem.isDouble() ? R064Store.FACTORY : R032Store.FACTORY;
        PhysicalStore<Double> a = store(factory, problem.factors().a());
        MatrixStore<Double> b = problem.gram() ? a.transpose() : store(factory, problem.factors().b());
        PhysicalStore<Double> c = factory.make(problem.n(), problem.n());
        c.fillAll(Double.NaN);
        return new PeerProduct(() -> c.fillByMultiplying(a, b), c::doubleValue, "ojAlgo " + OjAlgoUtils.getVersion());
    }

    private static PhysicalStore<Double> store(PhysicalStore.Factory<Double, ? extends PhysicalStore<Double>> factory, Matrix m) {
        PhysicalStore<Double> store = factory.make(m.rows(), m.cols());
        for (long j = 0; j < m.cols(); j++) {
            for (long i = 0; i < m.rows(); i++) {
                store.set(i, j, m.get(i, j));
            }
        }
        return store;
    }
}
