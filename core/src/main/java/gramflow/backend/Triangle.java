package gramflow.backend;

import gramflow.kernel.Fill;

/** Which part of a symmetric result is written; the rest is not touched. */
public enum Triangle {
    /** Entries (i, j) with j ≤ i. */
    LOWER,
    /** Entries (i, j) with j ≥ i. */
    UPPER,
    /** Both triangles: the lower one is computed, the upper one mirrors it bit for bit. */
    BOTH;

    /** The same for a kernel. */
    Fill fill() {
        return switch (this) {
            case LOWER -> Fill.LOWER;
            case UPPER -> Fill.UPPER;
            case BOTH -> Fill.MIRRORED;
        };
    }
}
