package gramflow.bench.peers;

import gramflow.bench.measure.Factors;

/**
 * A product of a library, its matrices made and its result's memory touched. For one thread.
 *
 * @param call computes it
 * @param result entries of what the call left; of the lower triangle, if it is a Gram matrix
 * @param library what computes, with its version
 */
record PeerProduct(Runnable call, Entries result, String library) {

    /** Entries of a result. */
    @FunctionalInterface
    interface Entries {
        /** Entry (i, j). */
        double at(int i, int j);
    }

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
