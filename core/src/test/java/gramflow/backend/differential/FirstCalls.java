package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.stream.Stream;

/**
 * The main class of a fresh JVM: makes one call {@value #CALLS} times for every {@link Subject}, and {@value #SHORT_CALLS} times for every {@link Reduction}, while the JVM passes from its interpreter to its first compiler and
 * on to its second, and prints a line for each: {@code vector gemm f64: 300 calls, 1 pattern}, or which call gave other bits than the first.
 */
final class FirstCalls {
    /** Enough for the second compiler: its threshold is 15,000 runs of a loop, and a call makes hundreds. */
    static final int CALLS = 300;

    /** A sum that Java's Vector API takes itself was seen to change at call 1,763. */
    static final int SHORT_CALLS = 10_000;

    private FirstCalls() {
    }

    /** No arguments. */
    public static void main(String[] args) {
        try (Workers workers = Workers.of(2)) {
            Subject.all().forEach(s -> System.out.println(s + ": " + verdict(s, workers)));
            reductions().forEach(s -> System.out.println(s + ": " + verdict(s, workers)));
        }
    }

    private static String verdict(Subject s, Workers workers) {
        Case c = Case.of(s.operation(), s.precision(), 45, 45, 131).withEntries(Entries.UNIFORM);
        Operands operands = Operands.of(c);
        Guarded first = null;
        for (int call = 1; call <= CALLS; call++) {
            Guarded result = operands.result().copy();
            s.operation().call(s.backend(), c, operands.first().block(), operands.second().block(), result.block(), workers, Progress.NONE);
            if (first == null) {
                first = result;
            } else if (first.mismatch(result) >= 0) {
                return "call " + call + " gave other bits than the first";
            }
        }
        return CALLS + " calls, 1 pattern";
    }

    /** A reduction of a backend in a precision. */
    record Reduced(Backend backend, Reduction reduction, Precision precision) {
        @Override
        public String toString() {
            return backend.name() + " " + reduction + " " + precision.label();
        }
    }

    static Stream<Reduced> reductions() {
        return Subject.backends().flatMap(backend -> Stream.of(Reduction.values())
                .flatMap(reduction -> Stream.of(Precision.values()).map(precision -> new Reduced(backend, reduction, precision))));
    }

    private static String verdict(Reduced s, Workers workers) {
        Case c = Case.of(Operation.MATVEC, s.precision(), 1, 1, 1013).withEntries(Entries.UNIFORM);
        Operands operands = Operands.of(c);
        Strided x = operands.first().block().transpose();
        double first = s.reduction().call(s.backend(), x, operands.second().block(), workers);
        for (int call = 2; call <= SHORT_CALLS; call++) {
            double result = s.reduction().call(s.backend(), x, operands.second().block(), workers);
            if (Double.doubleToRawLongBits(result) != Double.doubleToRawLongBits(first)) {
                return "call " + call + " gave " + result + ", the first " + first;
            }
        }
        return SHORT_CALLS + " calls, 1 pattern";
    }
}
