package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is measured. A kernel has two sizes, n and d, and states what it must compute and move at least: flops by the plain formula, whatever an
 * implementation saves or wastes; bytes as if every operand were read once and the result written once.
 */
// The functions are lambdas that hold nothing, which the checker cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum Kernel {

    /** K = X·Xᵀ, X n × d, the lower triangle. */
    GRAM("gram", "n(n+1)d", "(nd + n(n+1)/2) * size", (n, d) -> n * (n + 1) * d, (n, d) -> n * d + n * (n + 1) / 2,
            (n, d) -> n * d + n * n, ProductWorkload::gram),

    /** C = A·B, A n × d, B d × n. */
    GEMM("gemm", "2nnd", "(2nd + nn) * size", (n, d) -> 2 * n * n * d, (n, d) -> 2 * n * d + n * n, (n, d) -> 2 * n * d + n * n,
            ProductWorkload::gemm),

    /** y = A·x, A n × d. */
    MATVEC("matvec", "2nd", "(nd + n + d) * size", (n, d) -> 2 * n * d, (n, d) -> n * d + n + d, (n, d) -> n * d + n + d,
            ProductWorkload::matvec),

    /** v = w − η·Xᵀ(X·w − y), X n × d: a step of gradient descent on least squares, for which X need be read only once. */
    GD_STEP("gd-step", "4nd", "(nd + n + 2d) * size", (n, d) -> 4 * n * d, (n, d) -> n * d + n + 2 * d, (n, d) -> n * d + n + 3 * d,
            GradientStepWorkload::of),

    /** A = L·Lᵀ, A n × n, the lower triangle; d stands for nothing. */
    CHOLESKY("cholesky", "nnn/3", "n(n+1) * size", (n, d) -> n * n * n / 3, (n, d) -> n * (n + 1), (n, d) -> 2 * n * n,
            CholeskyWorkload::of),

    /** ∇½‖f‖² of a net d-1024-1024-10 over n examples: f, and back. */
    GRADIENT("gradient", "2n(3W - W1), W weights, W1 the first layer's", DerivativeWorkload.BYTES,
            (n, d) -> 2 * n * DerivativeWorkload.weights(d) + DerivativeWorkload.productFlops(n, d), DerivativeWorkload::elements,
            (n, d) -> 2 * DerivativeWorkload.elements(n, d), row -> new DerivativeWorkload(row, DerivativeWorkload.Derivative.GRADIENT)),

    /** J·v of that net, f having been evaluated. */
    JVP("jvp", "2n(2W - W1)", DerivativeWorkload.BYTES, DerivativeWorkload::productFlops, DerivativeWorkload::elements,
            (n, d) -> 2 * DerivativeWorkload.elements(n, d), row -> new DerivativeWorkload(row, DerivativeWorkload.Derivative.FORWARD)),

    /** Jᵀ·u of that net, f having been evaluated. */
    VJP("vjp", "2n(2W - W1)", DerivativeWorkload.BYTES, DerivativeWorkload::productFlops, DerivativeWorkload::elements,
            (n, d) -> 2 * DerivativeWorkload.elements(n, d), row -> new DerivativeWorkload(row, DerivativeWorkload.Derivative.BACKWARD)),

    /** The tangent kernel of a net d-512-512-1 over n examples, the lower triangle: f, sensitivities, and two products a layer, multiplied. */
    NTK("ntk", "n(n+1)(d + 4*512) + 2n(512d + 2*512*512 + 512)", "(n(d + 4*512) + n(n+1)/2) * size", TangentWorkload::flops,
            TangentWorkload::elements, (n, d) -> TangentWorkload.elements(n, d) + n * n,
            row -> new TangentWorkload(row, TangentWorkload.Way.FUSED)),

    /** The same kernel by whole products and a pass that multiplies them: what one builds from a BLAS. */
    NTK_PRODUCTS("ntk-products", "as ntk", "as ntk", TangentWorkload::flops, TangentWorkload::elements,
            (n, d) -> TangentWorkload.elements(n, d) + 3 * n * n, row -> new TangentWorkload(row, TangentWorkload.Way.PRODUCTS)),

    /** The same kernel from rows of the Jacobian written out, p long. */
    EXPLICIT_ROWS("explicit-rows", "n(n+1)p + np + 2n(512d + 2*512*512 + 512)", "(2np + n(n+1)/2) * size",
            (n, d) -> n * (n + 1) * TangentWorkload.parameters(d) + n * TangentWorkload.parameters(d) + TangentWorkload.factorFlops(n, d),
            (n, d) -> 2 * n * TangentWorkload.parameters(d) + n * (n + 1) / 2,
            (n, d) -> 2 * n * TangentWorkload.parameters(d) + n * n + TangentWorkload.elements(n, d),
            row -> new TangentWorkload(row, TangentWorkload.Way.ROWS));

    /** A number that follows from the sizes; doubles, since products of sizes need not fit in a {@code long}. */
    @FunctionalInterface
    private interface Count {
        double of(double n, double d);
    }

    private final String label;
    private final String flopFormula;
    private final String byteFormula;
    private final Count flops;
    private final Count elements;
    private final Count allocated;
    private final Function<Row, Workload> workload;

    Kernel(String label, String flopFormula, String byteFormula, Count flops, Count elements, Count allocated,
            Function<Row, Workload> workload) {
        this.label = label;
        this.flopFormula = flopFormula;
        this.byteFormula = byteFormula;
        this.flops = flops;
        this.elements = elements;
        this.allocated = allocated;
        this.workload = workload;
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
    public double flops(long n, long d) {
        return flops.of((double) n, (double) d);
    }

    /** Elements read or written at least once by one call. */
    double elements(long n, long d) {
        return elements.of((double) n, (double) d);
    }

    /** Elements of all the matrices it needs. */
    double allocated(long n, long d) {
        return allocated.of((double) n, (double) d);
    }

    /** Bytes that one call moves at least; also what it works on. */
    public double bytes(long n, long d, Precision precision) {
        return elements(n, d) * precision.bytes();
    }

    /** The kernel on data of that row, ready to run: for a fork. */
    Workload workload(Row row) {
        return workload.apply(row);
    }

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
