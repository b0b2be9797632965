package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Strided;

/** Copies the strictly lower triangle of a square block onto its upper one, bit for bit. */
public final class Mirror {
    /** Side of the square in which rows are read and columns written: both stay in the first-level cache. */
    private static final int SIDE = 32;

    private Mirror() {
    }

    /** c(j, i) ← c(i, j) for j < i. */
    public static void lowerToUpper(Strided c, Workers workers) {
        long n = c.rows();
        workers.forEach(Math.ceilDiv(n, SIDE), (band, worker) -> {
            long i0 = band * SIDE;
            long i1 = Math.min(n, i0 + SIDE);
            for (long j0 = 0; j0 < i1; j0 += SIDE) {
                for (long i = i0; i < i1; i++) {
                    for (long j = j0; j < Math.min(i, j0 + SIDE); j++) {
                        c.set(j, i, c.get(i, j));
                    }
                }
            }
        });
    }
}
