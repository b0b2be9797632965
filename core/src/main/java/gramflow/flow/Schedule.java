package gramflow.flow;

/**
 * Step sizes of a stochastic descent, and the weights with which its points are averaged. Immutable.
 */
public interface Schedule {

    /** Name for a person. */
    String name();

    /** η_i, i from 0. */
    double size(long i);

    /** Weight of w_i in the average. */
    default double weight(long i) {
        return 1;
    }

    /** η at every step, equal weights. */
    static Schedule constant(double eta) {
        return new Constant("eta = " + eta, eta);
    }

    /** c/√t at each of t steps, equal weights. */
    static Schedule overRoot(double c, long t) {
        return new Constant("c/sqrt(t)", c / Math.sqrt((double) t));
    }

    /** 1/(λ(i+1)), equal weights. */
    static Schedule harmonic(double lambda) {
        return new Harmonic(lambda);
    }

    /** 2/(λ(i+2)), weights i+1: no logarithm in the rate. */
    static Schedule weighted(double lambda) {
        return new Weighted(lambda);
    }

    /** The same step again and again. */
    record Constant(String name, double eta) implements Schedule {
        @Override
        public double size(long i) {
            return eta;
        }
    }

    /** 1/(λ(i+1)). */
    record Harmonic(double lambda) implements Schedule {
        @Override
        public String name() {
            return "1/(lambda (i+1))";
        }

        @Override
        public double size(long i) {
            return 1 / (lambda * (i + 1));
        }
    }

    /** 2/(λ(i+2)). */
    record Weighted(double lambda) implements Schedule {
        @Override
        public String name() {
            return "2/(lambda (i+2))";
        }

        @Override
        public double size(long i) {
            return 2 / (lambda * (i + 2));
        }

        @Override
        public double weight(long i) {
            return i + 1.0;
        }
    }
}
