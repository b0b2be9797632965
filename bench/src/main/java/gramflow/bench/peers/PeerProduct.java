package gramflow.bench.peers;

import gramflow.bench.measure.Factors;

/** A product of a library, its matrices made and its result's memory touched. For one thread. */
interface PeerProduct {
    /** Computes it. */
    void run();

    /** An entry of what {@link #run} left; of the lower triangle, if it is a Gram matrix. */
    double entry(long i, long j);

    /** What computes, with its version. */
    String library();

    /** Makes a product. */
    @FunctionalInterface
    interface Maker {
        /** That of these factors, on so many threads. If {@code b} is the transpose of {@code a}, the library may know. */
        PeerProduct of(Problem problem, int threads);
    }

    /**
     * What is to be computed.
     *
     * @param factors the factors
     * @param gram whether the second is the transpose of the first, and the lower triangle enough
     */
    record Problem(Factors factors, boolean gram) {
        int n() {
            return Math.toIntExact(factors.a().rows());
        }

        int d() {
            return Math.toIntExact(factors.a().cols());
        }

        boolean isDouble() {
            return factors.a().precision().bytes() == Double.BYTES;
        }
    }
}
