package gramflow.gram;

import gramflow.memory.Precision;

/**
 * The sizes of a kernel matrix, from which its cost follows. Immutable.
 *
 * @param way how it is computed
 * @param rows rows of K
 * @param cols columns of K
 * @param inner length of the rows whose products an entry is, of all factors together
 * @param granularity rows and columns that come in one piece
 * @param symmetric whether K is symmetric by construction
 * @param precision element type
 * @param inputBytes memory that the factors take all the time
 */
record Shape(GramPlan.Way way, long rows, long cols, long inner, long granularity, boolean symmetric, Precision precision,
        long inputBytes) {
    /** Columns' factors that are packed at a time: enough that packing the rows' anew for each is lost in the noise, and little beside any budget. */
    private static final long PANEL_BYTES = 1L << 26;
    private static final long PANEL_COLUMNS = 2048;

    /** That of a kernel matrix. */
    static Shape of(KernelTiles tiles) {
        return new Shape(tiles.way(), tiles.rows(), tiles.cols(), tiles.inner(), tiles.granularity(), tiles.symmetric(), tiles.precision(),
                tiles.inputBytes());
    }

    /** The same of as many rows as given, and as many columns if it is symmetric. */
    Shape withRows(long n) {
        long bytes = (long) ((double) inputBytes / Math.max(1, rows) * n);
        return new Shape(way, n, symmetric ? n : cols, inner, granularity, symmetric, precision, bytes);
    }

    /** Columns of K that are computed in one call. */
    long panel() {
        long fitting = Math.max(PANEL_COLUMNS, PANEL_BYTES / (Math.max(1, inner) * precision.bytes()));
        return Math.max(granularity, fitting / granularity * granularity);
    }

    /** Memory that a block of that height takes in the heap while it is computed: both sides packed. */
    long scratchBytes(long height) {
        return (Math.min(height, rows) + Math.min(panel(), cols)) * inner * precision.bytes();
    }

    /** Memory that its factors take outside the heap while it is computed, beside those that are there all the time: both sides as they were read. */
    long streamBytes(long height) {
        return way == GramPlan.Way.STREAMED ? scratchBytes(height) : 0;
    }

    /** What it costs, computed once. */
    GramPlan plan() {
        return GramPlan.of(this);
    }
}
