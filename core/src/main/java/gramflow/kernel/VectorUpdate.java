package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Strided;

/**
 * y ← α·x + y and y ← x ∘ y, entry by entry: the product rounded, then the sum, in the precision of the entries, so that the bits are the same on every backend and for
 * every cut. Pieces of both are copied to scratch that stays in a first-level cache; the loop over them is plain, and the JIT finds its vectors, but only
 * between two arrays: pieces in one array might overlap, for all it knows.
 */
public final class VectorUpdate {
    private static final int PIECE = 1 << 11;
    /** Pieces of a task: below, handing it out costs more than doing it. */
    private static final int PIECES = 128;
    /** Entries, or entries of a row, that are not worth copying. */
    private static final int SHORT = 64;

    private VectorUpdate() {
    }

    /** What is done to a piece of y. */
    @FunctionalInterface
    private interface Update {
        void apply(Object y, int yAt, Object x, int xAt, int count);
    }

    /** y ← α·x + y over the entries of two blocks of one shape and precision, not overlapping. */
    public static void axpy(double alpha, Strided x, Strided y, Workers workers) {
        Elements elements = Elements.of(y.precision());
        if (!inPieces(x, y, workers,
                (sums, sumsAt, added, addedAt, count) -> elements.addScaled(sums, sumsAt, alpha, added, addedAt, count))) {
            ScalarVectors.axpy(alpha, x, y);
        }
    }

    /** y ← x ∘ y over the entries of two blocks of one shape and precision, not overlapping. */
    public static void multiply(Strided x, Strided y, Workers workers) {
        if (!inPieces(x, y, workers, Elements.of(y.precision())::multiply)) {
            ScalarVectors.multiply(x, y);
        }
    }

    /** Whether that was worth it; if not, nothing has been done. */
    private static boolean inPieces(Strided x, Strided y, Workers workers, Update update) {
        boolean byColumns = y.rowStride() < y.colStride();
        Flat from = Flat.of(byColumns ? x.transpose() : x);
        Flat to = Flat.of(byColumns ? y.transpose() : y);
        if (from.block().cols() < SHORT || to.block().cols() < SHORT) {
            return false;
        }
        long length = to.length();
        long pieces = Math.ceilDiv(length, PIECE);
        try (WorkerScratch added = new WorkerScratch(y.precision(), PIECE, workers.threads());
                WorkerScratch sums = new WorkerScratch(y.precision(), PIECE, workers.threads())) {
            workers.forEach(Math.ceilDiv(pieces, PIECES), (task, worker) -> {
                Scratch left = added.of(worker);
                Scratch right = sums.of(worker);
                long end = Math.min(length, (task + 1) * PIECES * PIECE);
                for (long at = task * PIECES * PIECE; at < end; at += PIECE) {
                    int count = (int) Math.min(PIECE, end - at);
                    from.read(at, left.array(), left.start(), count);
                    to.read(at, right.array(), right.start(), count);
                    update.apply(right.array(), right.start(), left.array(), left.start(), count);
                    to.write(right.array(), right.start(), at, count);
                }
            });
        }
        return true;
    }
}
