package gramflow.kernel;

/** Which entries of the output a product writes. */
public enum Fill {
    /** All. */
    ALL,
    /** Those with column ≤ row, of a symmetric result. */
    LOWER,
    /** Those with column ≥ row, of a symmetric result. */
    UPPER,
    /** All of a symmetric result: what is below the diagonal is computed, and copied above it. */
    MIRRORED
}
