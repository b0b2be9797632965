package gramflow.kernel;

/**
 * In which order output tiles are done: band by band of columns, and in a band as many rows of tiles abreast as there are workers, column by column. Workers who take turns then each stay in a row, whose left
 * factors their own second-level cache keeps. The right factors of a band stay in the third-level cache; the left ones stream by, once for each band.
 *
 * @param across tiles side by side
 * @param down tiles one below another
 * @param band tiles side by side in a band; the last band may have fewer
 * @param abreast rows of tiles that are done together; the last may be fewer
 */
record TileWalk(long across, long down, long band, long abreast) {

    /** Number of tiles. */
    long tiles() {
        return across * down;
    }

    /** Row of tiles of that tile. */
    long row(long index) {
        return top(index) + inGroup(index) % height(index);
    }

    /** Column of tiles of that tile. */
    long col(long index) {
        return first(index) + inGroup(index) / height(index);
    }

    /** First column of the band. */
    private long first(long index) {
        return index / (band * down) * band;
    }

    private long width(long index) {
        return Math.min(band, across - first(index));
    }

    private long inBand(long index) {
        return index - first(index) * down;
    }

    /** First of the rows that are done together. */
    private long top(long index) {
        return inBand(index) / (width(index) * abreast) * abreast;
    }

    private long height(long index) {
        return Math.min(abreast, down - top(index));
    }

    private long inGroup(long index) {
        return inBand(index) - top(index) * width(index);
    }
}
