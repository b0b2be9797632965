package gramflow.bench.peers;

import gramflow.bench.measure.Check;
import gramflow.bench.measure.EntryCheck;
import gramflow.bench.measure.Factors;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.Workload;

/** A product of a library in Java, on the data that every backend gets. */
final class PeerWorkload implements Workload {
    private static final long SMALL = 512;

    private final PeerProduct product;
    private final PeerProduct small;
    private final EntryCheck check;
    private final String setup;
    private final boolean gram;

    /**
     * Makes it.
     *
     * @param ofGram how it computes a Gram matrix, for a person
     */
    PeerWorkload(Row row, PeerProduct.Maker maker, String ofGram) {
        gram = row.kernel() == Kernel.GRAM;
        Factors factors = Factors.of(row.kernel(), row.precision(), row.n(), row.d());
        product = maker.of(new PeerProduct.Problem(factors, gram), row.threads());
        // Not all of them can be told to take a part of their matrices: the small product has its own.
        Factors less = Factors.of(row.kernel(), row.precision(), Math.min(SMALL, row.n()), row.d());
        small = maker.of(new PeerProduct.Problem(less, gram), row.threads());
        // Whether they fill the upper triangle too is their affair.
        check = new EntryCheck(factors.a(), factors.b(), false);
        setup = gram ? ofGram : "gemm";
    }

    @Override
    public void run() {
        product.call().run();
    }

    @Override
    public void runSmall() {
        small.call().run();
    }

    @Override
    public Check check() {
        return check.compare((i, j) -> gram && j > i ? product.result().at((int) j, (int) i) : product.result().at((int) i, (int) j));
    }

    @Override
    public String library() {
        return product.library();
    }

    @Override
    public String setup() {
        return setup;
    }
}
