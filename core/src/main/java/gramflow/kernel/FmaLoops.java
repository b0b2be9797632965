package gramflow.kernel;

import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * The loops among which the roof is the fastest. Which number of chains wins depends on the CPU (how many operations are in flight) and on the JIT (how
 * many registers it leaves), and the differences reach 10 %, so several are tried.
 */
public final class FmaLoops {
    /** Enough chains to hide a latency of four to five cycles on two units, and not more than fit in 32 registers beside the operands. */
    private static final int[] VECTOR_CHAINS = {10, 12, 14, 16, 20, 24};
    private static final int SCALAR_CHAINS = 12;

    private FmaLoops() {
    }

    /**
     * The loops to try.
     *
     * @param vectorBits width of explicit vectors, 128, 256 or 512; 0 where the Vector API is missing or not compiled
     * @param fused whether the hardware has fused multiply-add, and the JIT uses it
     */
    public static List<FmaLoop> of(Precision precision, int vectorBits, boolean fused) {
        List<FmaLoop> loops = new ArrayList<>();
        if (vectorBits > 0) {
            for (int chains : VECTOR_CHAINS) {
                loops.add(FmaLoopGenerator.loop(precision, vectorBits, chains, fused));
            }
        }
        // Fused vectors beat both of these everywhere, and compiling takes time.
        if (vectorBits == 0 || !fused) {
            loops.add(FmaLoopGenerator.loop(precision, 0, SCALAR_CHAINS, fused));
            loops.add(HornerLoops.loop(precision, fused));
        }
        return loops;
    }
}
