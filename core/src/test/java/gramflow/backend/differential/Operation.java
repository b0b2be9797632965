package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Strided;
import java.util.List;

/**
 * What a backend can be asked for. Each operation here is some C ← α·L·R + β·C, with L m × k, R k × n and C m × n: it says what L and R are in terms of the
 * blocks it is given, which part of C it writes, and how to call it.
 */
enum Operation {
    /** {@link Backend#gemm}: L = A, R = B. */
    GEMM {
        @Override
        List<Part> parts() {
            return List.of(Part.ALL);
        }

        @Override
        Strided right(Strided a, Strided b) {
            return b;
        }

        @Override
        void call(Backend backend, Case c, Strided a, Strided b, Strided result, Workers workers, Progress progress) {
            backend.gemm(c.alpha(), a, b, c.beta(), result, workers, progress);
        }

        @Override
        double flops(long m, long n, long k) {
            return 2.0 * m * n * k;
        }
    },
    /** {@link Backend#gram}: L = X, R = Xᵀ. */
    GRAM {
        @Override
        List<Part> parts() {
            return List.of(Part.LOWER, Part.UPPER, Part.BOTH);
        }

        @Override
        Strided right(Strided x, Strided ignored) {
            return x.transpose();
        }

        @Override
        void call(Backend backend, Case c, Strided x, Strided ignored, Strided result, Workers workers, Progress progress) {
            backend.gram(c.alpha(), x, c.beta(), c.part().triangle(), result, workers, progress);
        }

        @Override
        double flops(long m, long n, long k) {
            return (double) n * (n + 1) * k;
        }
    },
    /** {@link Backend#matvec}: L = A, R = x, of a single column, and so is C. */
    MATVEC {
        @Override
        List<Part> parts() {
            return List.of(Part.ALL);
        }

        @Override
        long columns(long n) {
            return 1;
        }

        @Override
        Strided right(Strided a, Strided x) {
            return x;
        }

        @Override
        void call(Backend backend, Case c, Strided a, Strided x, Strided result, Workers workers, Progress progress) {
            backend.matvec(c.alpha(), a, x, c.beta(), result, workers, progress);
        }

        @Override
        double flops(long m, long n, long k) {
            return 2.0 * m * k;
        }
    };

    /** The parts of C it can be asked to write. */
    abstract List<Part> parts();

    /** Columns of C where {@code n} are asked for. */
    long columns(long n) {
        return n;
    }

    /** Whether C is square, and L alone makes it. */
    boolean symmetric() {
        return !parts().contains(Part.ALL);
    }

    /** R. */
    abstract Strided right(Strided first, Strided second);

    /** Asks the backend for it. */
    abstract void call(Backend backend, Case c, Strided first, Strided second, Strided result, Workers workers, Progress progress);

    /** What it announces to a {@link Progress}. */
    abstract double flops(long m, long n, long k);
}
