package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Strided;

/**
 * y ← α·x + y, entry by entry: the product rounded, then the sum, in the precision of the entries, so that the bits are the same on every backend and for
 * every cut. Pieces of both are copied to scratch that stays in a first-level cache; the loop over them is plain, and the JIT finds its vectors.
 */
public final class VectorUpdate {
    private static final int PIECE = 1 << 11;
    /** Pieces of a task: below, handing it out costs more than doing it. */
    private static final int PIECES = 128;

    private VectorUpdate() {
    }

    /** y ← α·x + y over the entries of two blocks of one shape and precision, not overlapping. */
    public static void axpy(double alpha, Strided x, Strided y, Workers workers) {
        Elements elements = Elements.of(y.precision());
        Flat from = Flat.of(x);
        Flat to = Flat.of(y);
        long length = to.length();
        long pieces = Math.ceilDiv(length, PIECE);
        try (WorkerScratch scratch = new WorkerScratch(y.precision(), 2 * PIECE, workers.threads())) {
            workers.forEach(Math.ceilDiv(pieces, PIECES), (task, worker) -> {
                Scratch copies = scratch.of(worker);
                Object array = copies.array();
                int added = copies.start();
                int sums = added + PIECE;
                long end = Math.min(length, (task + 1) * PIECES * PIECE);
                for (long at = task * PIECES * PIECE; at < end; at += PIECE) {
                    int count = (int) Math.min(PIECE, end - at);
                    from.read(at, array, added, count);
                    to.read(at, array, sums, count);
                    elements.addScaled(array, sums, alpha, array, added, count);
                    to.write(array, sums, at, count);
                }
            });
        }
    }
}
