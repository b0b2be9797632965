package gramflow.gram;

import gramflow.memory.Precision;
import java.util.Arrays;

/**
 * How K is cut into bands of rows, and where each lies in its file. A band is what is computed, written, forced to the disk and journalled at a time.
 *
 * @param kind which columns of a band are computed, and where they go
 * @param rows rows of K
 * @param cols columns of K
 * @param precision element type
 * @param height rows of every band but the last, ≥ 1
 */
record BandLayout(Kind kind, long rows, long cols, Precision precision, long height) {

    /** What becomes of a band. */
    enum Kind {
        /** All columns are computed; the bands, one after another, are K in row-major order. */
        FULL,
        /** Of a symmetric K the columns up to the diagonal block are computed; they and their mirror image are written into a row-major K. */
        MIRRORED,
        /**
         * Of a symmetric K the columns up to the diagonal block are computed, the last band first, and their mirror image is left in the part of the file that its own rows fill later; the
         * bands are K in row-major order. See {@link Staging}.
         */
        STAGED,
        /** Of a symmetric K the columns up to the diagonal block are computed; the bands, each row-major in itself, follow one another. */
        PACKED;

        /** The kind of that name. */
        static Kind of(String name) {
            return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown kind of bands '" + name + "'"));
        }
    }

    BandLayout {
        if (height < 1 || rows < 0 || cols < 0 || (kind != Kind.FULL && rows != cols)) {
            throw new IllegalArgumentException("bands of %d rows of a K of %d x %d, %s".formatted(height, rows, cols, kind));
        }
    }

    /** Number of bands. */
    int count() {
        return Math.toIntExact(Math.ceilDiv(rows, height));
    }

    /** First row of a band. */
    long from(int band) {
        return band * height;
    }

    /** The row after the last of a band. */
    long to(int band) {
        return Math.min(rows, (band + 1) * height);
    }

    /** Rows of a band. */
    long height(int band) {
        return to(band) - from(band);
    }

    private boolean wide() {
        return kind == Kind.FULL || kind == Kind.STAGED;
    }

    /** Columns of a band, from the first on, that lie side by side in memory. */
    long width(int band) {
        return wide() ? cols : to(band);
    }

    /** Bytes that are computed of a band. */
    long bytes(int band) {
        return height(band) * width(band) * precision.bytes();
    }

    /** Bytes that a band takes in the file, its mirror image included. */
    long bytesInFile(int band) {
        return bytes(band) + (kind == Kind.MIRRORED ? height(band) * from(band) * precision.bytes() : 0);
    }

    /** Bytes of the widest and highest band: what a buffer must hold. */
    long largestBand() {
        return Math.min(height, rows) * cols * precision.bytes();
    }

    /** Whether the rows of a band lie one after another in the file, as they do in memory. */
    boolean contiguous() {
        return kind != Kind.MIRRORED;
    }

    /** Where row {@code i}, a row of {@code band}, begins in the file, counted from the first entry. */
    long offset(int band, long i) {
        if (kind == Kind.PACKED) {
            // Bands before are all of full height h, and the a-th is (a + 1)·h wide.
            return precision.bytes() * (height * height * band * (band + 1L) / 2 + (i - from(band)) * width(band));
        }
        return precision.bytes() * i * cols;
    }

    /** Bytes of all entries in the file. */
    long bytesInFile() {
        if (kind != Kind.PACKED) {
            return precision.bytes() * rows * cols;
        }
        int last = count() - 1;
        return rows == 0 ? 0 : offset(last, from(last)) + bytes(last);
    }

    /**
     * Flops of a band: of a diagonal block half are saved.
     *
     * @param inner length of the rows whose products its entries are
     */
    double flops(int band, long inner) {
        double h = (double) height(band);
        return inner * (kind == Kind.FULL ? 2 * h * cols : 2 * h * from(band) + h * (h + 1));
    }

    /** Flops of all bands: what those of single ones add up to. */
    double flops(long inner) {
        return inner * (kind == Kind.FULL ? 2.0 * rows * cols : rows * (rows + 1.0));
    }
}
