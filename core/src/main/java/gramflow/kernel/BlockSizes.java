package gramflow.kernel;

/**
 * How the loops around the micro-kernel are cut. None of it changes a bit of the result.
 *
 * @param depth products summed in registers at a stretch: a longer inner dimension is cut into equal blocks of at most this
 * @param rows rows of an output tile: {@code rows × depth} of the left factor stay in the second-level cache
 * @param cols columns of an output tile
 */
public record BlockSizes(int depth, int rows, int cols) {

    /** For a person: {@code depth 512, tiles 128x512}. */
    @Override
    public String toString() {
        return "depth " + depth + ", tiles " + rows + "x" + cols;
    }

    /** Columns of an output tile, about: wide enough that writing it out is a walk along rows, narrow enough to stay in the second-level cache. */
    private static final int COLS = 512;

    /**
     * Sizes for a register tile and the caches that one core has to itself.
     *
     * <p>The right panel is what the micro-kernel reads again and again: it gets half of the first-level cache, the left panels stream through the
     * rest. The left block, read again for every right panel, gets an eighth of the second-level cache; the tile being written needs more.
     *
     * @param l1Bytes bytes of first-level data cache
     * @param l2Bytes bytes of second-level cache
     */
    public static BlockSizes of(Tile tile, long l1Bytes, long l2Bytes) {
        int bytes = tile.precision().bytes();
        int panel = tile.panel();
        int depth = Math.clamp(l1Bytes / 2 / (tile.cols() * (long) bytes) / 16 * 16, 64, 1024);
        int rows = Math.clamp(l2Bytes / 8 / (depth * (long) bytes) / panel * panel, panel, COLS);
        return new BlockSizes(depth, rows, Math.ceilDiv(COLS, panel) * panel);
    }

    /** Length of the equal blocks that a dimension of {@code length} is cut into, a multiple of {@code unroll}; at least one step. */
    int blockOf(int length, int unroll) {
        int blocks = Math.max(1, Math.ceilDiv(length, depth));
        return Math.max(unroll, Math.ceilDiv(Math.ceilDiv(length, blocks), unroll) * unroll);
    }
}
