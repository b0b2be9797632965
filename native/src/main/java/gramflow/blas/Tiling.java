package gramflow.blas;

/**
 * How a product is cut into pieces that a library takes one by one. The cut decides the bits of a result, so it follows from the shape and from this record alone, which is part
 * of the numeric key: never from the number of workers, which are to share the pieces.
 *
 * @param cpus for how many CPUs there should be work
 * @param shortest least side of a tile: a library packs both factors anew for each, which costs about {@code 1/side} of the time
 * @param longest greatest side of a tile: the copy of one must fit in memory
 * @param depth greatest length of the sums taken in one call
 */
record Tiling(int cpus, int shortest, int longest, int depth) {
    /** Multiples of the tile sides of most libraries' micro-kernels: 4, 6, 8, 12, 16, 24. */
    private static final int GRAIN = 48;
    /** Tiles for each CPU. Two, because one that has a neighbour on its core would keep all others waiting. */
    private static final int TILES_PER_CPU = 2;
    /** Entries of a matrix that meet a vector in one call: a fraction of a millisecond. */
    private static final int MATVEC_ENTRIES = 1 << 19;
    private static final int MATVEC_ROWS = 1 << 13;
    private static final int MATVEC_COLUMNS = 1 << 15;
    /** Rows of a matrix that lies column after column: pieces of columns are to be long, and y to stay in the first-level cache. */
    private static final int SHORTEST_COLUMN = 512;
    private static final int LONGEST_COLUMN = 4096;

    /**
     * A cut of a matrix into tiles of one size, the last of each row and column smaller.
     *
     * @param m rows of the matrix
     * @param n its columns
     * @param rows rows of a tile
     * @param cols columns of a tile
     */
    record Tiles(long m, long n, int rows, int cols) {
        /** Tiles above one another. */
        long down() {
            return Math.ceilDiv(m, rows);
        }

        /** Tiles beside one another. */
        long across() {
            return Math.ceilDiv(n, cols);
        }
    }

    /** That of products of matrices, for so many CPUs. */
    static Tiling of(int cpus) {
        return new Tiling(cpus, 192, 2064, 2048);
    }

    /** No cut at all, as far as sizes are {@code int}s. */
    static Tiling whole() {
        return new Tiling(0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Whether nothing is cut. */
    boolean isWhole() {
        return cpus == 0;
    }

    /** Tiles of an m × n result; square unless it is too slender for that. */
    Tiles of(long m, long n) {
        if (isWhole()) {
            return new Tiles(m, n, longest, longest);
        }
        double area = (double) m * n / (TILES_PER_CPU * cpus);
        int rows = side(Math.min((double) m, Math.sqrt(area)));
        int cols = side(Math.min((double) n, area / Math.min(m, rows)));
        rows = side(Math.min((double) m, area / Math.min(n, cols)));
        return new Tiles(m, n, rows, cols);
    }

    /** Tiles of the lower triangle of an n × n result: square. */
    Tiles of(long n) {
        Tiles tiles = of(n, n);
        return new Tiles(n, n, tiles.rows, tiles.rows);
    }

    /** Tiles of an m × n matrix that meets a vector: those beside one another add up. */
    Tiles ofMatvec(long m, long n, boolean byRows) {
        if (isWhole()) {
            return new Tiles(m, n, longest, longest);
        }
        if (byRows) {
            int cols = (int) Math.min(n, MATVEC_COLUMNS);
            return new Tiles(m, n, Math.clamp(MATVEC_ENTRIES / cols, 16, MATVEC_ROWS), cols);
        }
        int rows = (int) Math.min(m, Math.clamp(m / (2L * TILES_PER_CPU * cpus), SHORTEST_COLUMN, LONGEST_COLUMN));
        return new Tiles(m, n, rows, MATVEC_ENTRIES / rows);
    }

    private int side(double wanted) {
        return (int) Math.clamp(Math.ceil(wanted / GRAIN) * GRAIN, shortest, longest);
    }

    @Override
    public String toString() {
        return isWhole() ? "not cut" : "tiles for " + cpus + " CPUs of at most " + longest + " x " + longest + " x " + depth;
    }
}
