package gramflow.backend;

/** Which part of a symmetric result is written; the rest is not touched. */
public enum Triangle {
    /** Entries (i, j) with j ≤ i. */
    LOWER,
    /** Entries (i, j) with j ≥ i. */
    UPPER,
    /** Both triangles: the lower one is computed, the upper one mirrors it bit for bit. */
    BOTH
}
