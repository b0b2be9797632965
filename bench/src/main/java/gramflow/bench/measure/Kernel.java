package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What is measured. A kernel has two sizes, n and d, and states what it must compute and move at least: flops by the plain formula, whatever an
 * implementation saves or wastes; bytes as if every operand were read once and the result written once.
 */
public enum Kernel {

    /** K = X·Xᵀ, X n × d, the lower triangle. */
    GRAM("gram", "n(n+1)d", "(nd + n(n+1)/2) * size") {
        @Override
        public double flops(long n, long d) {
            return (double) n * (n + 1) * d;
        }

        @Override
        double elements(long n, long d) {
            return (double) n * d + (double) n * (n + 1) / 2;
        }

        @Override
        double allocated(long n, long d) {
            return (double) n * d + (double) n * n;
        }

        @Override
        Workload workload(Row row) {
            return ProductWorkload.gram(row);
        }
    },

    /** C = A·B, A n × d, B d × n. */
    GEMM("gemm", "2nnd", "(2nd + nn) * size") {
        @Override
        public double flops(long n, long d) {
            return 2.0 * n * n * d;
        }

        @Override
        double elements(long n, long d) {
            return 2.0 * n * d + (double) n * n;
        }

        @Override
        double allocated(long n, long d) {
            return elements(n, d);
        }

        @Override
        Workload workload(Row row) {
            return ProductWorkload.gemm(row);
        }
    },

    /** y = A·x, A n × d. */
    MATVEC("matvec", "2nd", "(nd + n + d) * size") {
        @Override
        public double flops(long n, long d) {
            return 2.0 * n * d;
        }

        @Override
        double elements(long n, long d) {
            return (double) n * d + n + d;
        }

        @Override
        double allocated(long n, long d) {
            return elements(n, d);
        }

        @Override
        Workload workload(Row row) {
            return ProductWorkload.matvec(row);
        }
    },

    /** v = w − η·Xᵀ(X·w − y), X n × d: a step of gradient descent on least squares, for which X need be read only once. */
    GD_STEP("gd-step", "4nd", "(nd + n + 2d) * size") {
        @Override
        public double flops(long n, long d) {
            return 4.0 * n * d;
        }

        @Override
        double elements(long n, long d) {
            return (double) n * d + n + 2.0 * d;
        }

        @Override
        double allocated(long n, long d) {
            return elements(n, d) + d;
        }

        @Override
        Workload workload(Row row) {
            return GradientStepWorkload.of(row);
        }
    },

    /** A = L·Lᵀ, A n × n, the lower triangle; d stands for nothing. */
    CHOLESKY("cholesky", "nnn/3", "n(n+1) * size") {
        @Override
        public double flops(long n, long d) {
            return (double) n * n * n / 3;
        }

        @Override
        double elements(long n, long d) {
            return (double) n * (n + 1);
        }

        @Override
        double allocated(long n, long d) {
            return 2.0 * n * n;
        }

        @Override
        Workload workload(Row row) {
            return CholeskyWorkload.of(row);
        }
    },

    /** ∇½‖f‖² of a net d-1024-1024-10 over n examples: f, and back. */
    GRADIENT("gradient", "2n(3W - W1), W weights, W1 the first layer's", "(nd + 4n1024 + 2W) * size") {
        @Override
        public double flops(long n, long d) {
            return 2.0 * n * DerivativeWorkload.weights(d) + DerivativeWorkload.productFlops(n, d);
        }

        @Override
        double elements(long n, long d) {
            return netElements(n, d);
        }

        @Override
        double allocated(long n, long d) {
            return 2 * netElements(n, d);
        }

        @Override
        Workload workload(Row row) {
            return new DerivativeWorkload(row, DerivativeWorkload.Derivative.GRADIENT);
        }
    },

    /** J·v of that net, f having been evaluated. */
    JVP("jvp", "2n(2W - W1)", "(nd + 4n1024 + 2W) * size") {
        @Override
        public double flops(long n, long d) {
            return DerivativeWorkload.productFlops(n, d);
        }

        @Override
        double elements(long n, long d) {
            return netElements(n, d);
        }

        @Override
        double allocated(long n, long d) {
            return 2 * netElements(n, d);
        }

        @Override
        Workload workload(Row row) {
            return new DerivativeWorkload(row, DerivativeWorkload.Derivative.FORWARD);
        }
    },

    /** Jᵀ·u of that net, f having been evaluated. */
    VJP("vjp", "2n(2W - W1)", "(nd + 4n1024 + 2W) * size") {
        @Override
        public double flops(long n, long d) {
            return DerivativeWorkload.productFlops(n, d);
        }

        @Override
        double elements(long n, long d) {
            return netElements(n, d);
        }

        @Override
        double allocated(long n, long d) {
            return 2 * netElements(n, d);
        }

        @Override
        Workload workload(Row row) {
            return new DerivativeWorkload(row, DerivativeWorkload.Derivative.BACKWARD);
        }
    },

    /** The tangent kernel of a net d-512-512-1 over n examples, the lower triangle: f, sensitivities, and two products a layer, multiplied. */
    NTK("ntk", "n(n+1)(d + 4*512) + 2n(512d + 2*512*512 + 512)", "(n(d + 4*512) + n(n+1)/2) * size") {
        @Override
        public double flops(long n, long d) {
            return structured(n, d);
        }

        @Override
        double elements(long n, long d) {
            return tangentElements(n, d);
        }

        @Override
        double allocated(long n, long d) {
            return tangentElements(n, d) + (double) n * n;
        }

        @Override
        Workload workload(Row row) {
            return new TangentWorkload(row, TangentWorkload.Way.FUSED);
        }
    },

    /** The same kernel by whole products and a pass that multiplies them: what one builds from a BLAS. */
    NTK_PRODUCTS("ntk-products", "as ntk", "as ntk") {
        @Override
        public double flops(long n, long d) {
            return structured(n, d);
        }

        @Override
        double elements(long n, long d) {
            return tangentElements(n, d);
        }

        @Override
        double allocated(long n, long d) {
            return tangentElements(n, d) + 3.0 * n * n;
        }

        @Override
        Workload workload(Row row) {
            return new TangentWorkload(row, TangentWorkload.Way.PRODUCTS);
        }
    },

    /** The same kernel from rows of the Jacobian written out, p long. */
    EXPLICIT_ROWS("explicit-rows", "n(n+1)p + np + 2n(512d + 2*512*512 + 512)", "(2np + n(n+1)/2) * size") {
        @Override
        public double flops(long n, long d) {
            double p = TangentWorkload.parameters(d);
            return (double) n * (n + 1) * p + n * p + TangentWorkload.factorFlops(n, d);
        }

        @Override
        double elements(long n, long d) {
            return 2.0 * n * TangentWorkload.parameters(d) + (double) n * (n + 1) / 2;
        }

        @Override
        double allocated(long n, long d) {
            return elements(n, d) + tangentElements(n, d);
        }

        @Override
        Workload workload(Row row) {
            return new TangentWorkload(row, TangentWorkload.Way.ROWS);
        }
    };

    private static double netElements(long n, long d) {
        return (double) n * d + 4.0 * n * DerivativeWorkload.WIDTH + 2 * DerivativeWorkload.weights(d);
    }

    private static double tangentElements(long n, long d) {
        return n * TangentWorkload.lengths(d) + (double) n * (n + 1) / 2;
    }

    private static double structured(long n, long d) {
        return (double) n * (n + 1) * TangentWorkload.lengths(d) + TangentWorkload.factorFlops(n, d);
    }

    private final String label;
    private final String flopFormula;
    private final String byteFormula;

    Kernel(String label, String flopFormula, String byteFormula) {
        this.label = label;
        this.flopFormula = flopFormula;
        this.byteFormula = byteFormula;
    }

    /** The name on the command line and in results. */
    public String label() {
        return label;
    }

    /** {@link #flops} as a formula. */
    public String flopFormula() {
        return flopFormula;
    }

    /** {@link #bytes} as a formula, {@code size} being the bytes of an element. */
    public String byteFormula() {
        return byteFormula;
    }

    /** Floating-point operations of one call. */
    public abstract double flops(long n, long d);

    /** Elements read or written at least once by one call. */
    abstract double elements(long n, long d);

    /** Elements of all the matrices it needs. */
    abstract double allocated(long n, long d);

    /** Bytes that one call moves at least; also what it works on. */
    public double bytes(long n, long d, Precision precision) {
        return elements(n, d) * precision.bytes();
    }

    /** The kernel on data of that row, ready to run: for a fork. */
    abstract Workload workload(Row row);

    /**
     * The kernel of that {@link #label label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kernel of(String label) {
        return Arrays.stream(values()).filter(k -> k.label.equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kernel '" + label + "', expected one of " + labels()));
    }

    private static String labels() {
        return Arrays.stream(values()).map(Kernel::label).collect(Collectors.joining(", "));
    }
}
