package gramflow.kernel;

/**
 * In which order output tiles are done: band by band of columns, and in a band one row of tiles after another. The right factors of a band stay in the
 * third-level cache; the left ones stream by, once for each band.
 *
 * @param across tiles side by side
 * @param down tiles one below another
 * @param band tiles side by side in a band; the last band may have fewer
 */
record TileWalk(long across, long down, long band) {

    /** Number of tiles. */
    long tiles() {
        return across * down;
    }

    /** Row of tiles of that tile. */
    long row(long index) {
        return inBand(index) / width(index);
    }

    /** Column of tiles of that tile. */
    long col(long index) {
        return first(index) + inBand(index) % width(index);
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
}
