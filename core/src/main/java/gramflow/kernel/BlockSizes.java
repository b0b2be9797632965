package gramflow.kernel;

/**
 * How the loops around the micro-kernel are cut. None of it changes a bit of the result.
 *
 * @param depth products summed in registers at a stretch: a longer inner dimension is cut into equal blocks of at most this
 * @param leftBytes bytes of the left factor that stay in the second-level cache while the right one streams by
 * @param cols columns of an output tile
 */
public record BlockSizes(int depth, long leftBytes, int cols) {

    /**
     * Long stretches win: beginning a micro-tile costs some hundred cycles, more than is saved by a right panel that fits in the first-level cache
     * (0.76 of the FMA peak at depth 768 beside 0.66 at 256, n = 1536, Intel, 2 MiB L2).
     */
    private static final int DEPTH = 1024;
    /** Wide enough that writing a tile out is a walk along rows, narrow enough to leave the second-level cache to the left factor. */
    private static final int COLS = 256;
    /** Rows of an output tile at most: beyond this the right panel is read so rarely that nothing is left to gain. */
    private static final int ROWS = 512;

    /**
     * Right factors that are kept in the third-level cache while rows of tiles go by: what one core may count on where it shares that cache. Right panels that
     * come from it cost nothing (0.977 of the peak in the micro-kernel), from beyond it a tenth (0.85 to 0.91; Zen 4, 32 MiB for a shared machine).
     */
    private static final long RIGHT_BYTES = 6 << 20;

    /**
     * Sizes for a register tile and the cache that one core has to itself: the left factor gets four sevenths of it, which leaves room for two right panels
     * (gram at n = 4096, d = 1024: 0.88 of the peak beside 0.87 with two fifths; Zen 4, 1 MiB).
     *
     * @param l2Bytes bytes of second-level cache
     */
    public static BlockSizes of(Tile tile, long l2Bytes) {
        return of(tile, DEPTH, l2Bytes / 7 * 4, COLS);
    }

    /** Sizes for a register tile, with output tiles of at least so many columns. */
    public static BlockSizes of(Tile tile, int depth, long leftBytes, int cols) {
        return new BlockSizes(depth, leftBytes, Math.ceilDiv(cols, tile.panel()) * tile.panel());
    }

    /** Length of the equal blocks that a dimension of {@code length} is cut into, a multiple of {@code unroll}; at least one step. */
    int blockOf(int length, int unroll) {
        int blocks = Math.max(1, Math.ceilDiv(length, depth));
        return Math.max(unroll, Math.ceilDiv(Math.ceilDiv(length, blocks), unroll) * unroll);
    }

    /** Rows of an output tile, whole panels, for blocks of that length. */
    int rowsOf(int block, Tile tile) {
        int panel = tile.panel();
        return Math.clamp(leftBytes / ((long) block * tile.precision().bytes()) / panel * panel, panel,
                Math.max(panel, ROWS / panel * panel));
    }

    /**
     * Rows of an output tile where there are {@code rows} in all; small outputs are cut finer, so that every one of several workers has some.
     *
     * @param across output tiles side by side
     */
    int rowsOf(int block, long rows, long across, Tile tile, int threads) {
        int panel = tile.panel();
        int fitting = (int) Math.min(rowsOf(block, tile), Math.ceilDiv(rows, panel) * panel);
        while (threads > 1 && fitting > 2 * panel && across * Math.ceilDiv(rows, fitting) < 4L * threads) {
            fitting = Math.ceilDiv(fitting / 2, panel) * panel;
        }
        return fitting;
    }

    /**
     * Output tiles side by side in a band, of {@code across} in all: in as few bands as there can be whose right factors, {@code depth} columns of panels in all, stay in the third-level cache, and those
     * equally wide, because that cache is shared and the least of it is kept most surely (1536 x 768: three and three instead of four and two, gemm 0.6 % faster; Zen 5). At least one.
     */
    long bandOf(long across, long depth, int tileCols, Tile tile) {
        long most = Math.max(1, RIGHT_BYTES / Math.max(1, depth * tileCols * tile.precision().bytes()));
        return Math.max(1, Math.ceilDiv(across, Math.max(1, Math.ceilDiv(across, most))));
    }

    /** For a person: {@code depth 1024, left block 838860 bytes, 256 columns}. */
    @Override
    public String toString() {
        return "depth " + depth + ", left block " + leftBytes + " bytes, " + cols + " columns";
    }
}
