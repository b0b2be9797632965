package gramflow.kernel;

/**
 * How the loops around the micro-kernel are cut. None of it but {@code depth} changes a bit of the result.
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

    /**
     * Sizes for a register tile and a second-level cache.
     *
     * @param l2Bytes bytes of second-level cache that one core has to itself
     */
    public static BlockSizes of(Tile tile, long l2Bytes) {
        int depth = 512;
        // Half of the cache holds the left block, the rest the right panel that passes by and the tile being written.
        long rows = l2Bytes / 2 / ((long) depth * tile.precision().bytes());
        int panel = tile.panel();
        int fitting = Math.clamp(rows, panel, 512);
        return new BlockSizes(depth, Math.max(panel, fitting / panel * panel), Math.ceilDiv(512, panel) * panel);
    }

    /** Length of the equal blocks that a dimension of {@code length} is cut into, a multiple of {@code unroll}; at least one step. */
    int blockOf(int length, int unroll) {
        int blocks = Math.max(1, Math.ceilDiv(length, depth));
        return Math.max(unroll, Math.ceilDiv(Math.ceilDiv(length, blocks), unroll) * unroll);
    }
}
