package gramflow.backend.differential;

import gramflow.machine.Progress;
import gramflow.machine.Workers;

/**
 * The main class of a fresh JVM: makes one call {@value #CALLS} times for every {@link Subject}, while the JVM passes from its interpreter to its first compiler and
 * on to its second, and prints a line for each: {@code vector gemm f64: 300 calls, 1 pattern}, or which call gave other bits than the first.
 */
final class FirstCalls {
    /** Enough for the second compiler: its threshold is 15,000 runs of a loop, and a call makes hundreds. */
    static final int CALLS = 300;

    private FirstCalls() {
    }

    /** No arguments. */
    public static void main(String[] args) {
        try (Workers workers = Workers.of(2)) {
            Subject.all().forEach(s -> System.out.println(s + ": " + verdict(s, workers)));
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
}
