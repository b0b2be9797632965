package gramflow.gram;

/** In what form K is kept in a file. */
public enum FileFormat {
    /** NumPy's {@code .npy}: all of K, row-major, to be mapped or read by anybody. */
    NPY,
    /** The lower triangle in bands of rows, half the bytes; symmetric K only. {@code docs/packed-format.md} describes it. */
    PACKED
}
