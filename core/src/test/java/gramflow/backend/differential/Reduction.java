package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Workers;
import gramflow.memory.Strided;

/** What a backend makes one number of: the entries of a block, or of two. */
enum Reduction {
    /** {@link Backend#dot}. */
    DOT {
        @Override
        double call(Backend backend, Strided x, Strided y, Workers workers) {
            return backend.dot(x, y, workers);
        }
    },
    /** {@link Backend#sum}. */
    SUM {
        @Override
        double call(Backend backend, Strided x, Strided y, Workers workers) {
            return backend.sum(x, workers);
        }
    },
    /** {@link Backend#norm}. */
    NORM {
        @Override
        double call(Backend backend, Strided x, Strided y, Workers workers) {
            return backend.norm(x, workers);
        }
    },
    /** {@link Backend#maxAbs}. */
    MAX_ABS {
        @Override
        double call(Backend backend, Strided x, Strided y, Workers workers) {
            return backend.maxAbs(x, workers);
        }
    };

    /** Asks the backend for it; y has the shape of x. */
    abstract double call(Backend backend, Strided x, Strided y, Workers workers);

    /** What it is of two sequences, to about twice double precision before the last rounding, and what its terms add up to without their signs. */
    Exact exact(double[] x, double[] y) {
        CompensatedSums sum = new CompensatedSums(1);
        double[] one = {1};
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
            switch (this) {
                case DOT -> sum.addProducts(x[i], y, i);
                case SUM -> sum.addProducts(x[i], one, 0);
                case NORM -> sum.addProducts(x[i], x, i);
                case MAX_ABS -> {
                    // The largest is all there is to it.
                }
            }
        }
        return switch (this) {
            case DOT, SUM -> new Exact(sum.value(0), sum.absolute(0));
            case NORM -> new Exact(Math.sqrt(sum.value(0)), Math.sqrt(sum.value(0)));
            case MAX_ABS -> new Exact(largest, 0);
        };
    }

    /**
     * A number, and the scale of its rounding errors.
     *
     * @param value the number
     * @param scale a sum of n terms may be off by about n roundings of this
     */
    record Exact(double value, double scale) {
    }
}
