package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import gramflow.memory.Precision;

/**
 * How L is cut so that a band of it and two panels keep to a budget.
 *
 * @param layout its bands
 * @param panelRows rows of L that are read at a time
 */
record CholeskyPlan(BandLayout layout, long panelRows) {
    /** Rows are a multiple of the blocks that are factored by plain loops. */
    private static final long STEP = 64;
    /** For each panel the band is packed anew: of half as many rows n = 20,000 took 21 s and more, of as many 19.4. */
    private static final long HIGHEST_PANEL = 1024;
    /** What a panel is of a band at least, where the memory is short: the higher the band, the less often L is read. */
    private static final long PART = 6;

    /**
     * Plans.
     *
     * @param budget bytes for the band and the panels
     * @throws IllegalArgumentException if they do not suffice, with those that would
     */
    static CholeskyPlan of(long n, Precision precision, long budget) {
        long rowBytes = Math.max(1, n) * precision.bytes();
        long rows = budget / rowBytes;
        long panel = Math.clamp(rows / PART / STEP * STEP, STEP, HIGHEST_PANEL);
        long height = Math.min(Math.max(1, n), (rows - 2 * panel) / STEP * STEP);
        if (height < Math.min(STEP, Math.max(1, n))) {
            throw new IllegalArgumentException(
                    "Cholesky of %d rows in a file takes %d bytes of memory at least, there are %d".formatted(n, 3 * STEP * rowBytes,
                            budget));
        }
        return new CholeskyPlan(new BandLayout(Kind.PACKED, n, n, precision, height), panel);
    }
}
