package gramflow.memory;

/** Element type of a matrix: IEEE 754 double or single precision, in the byte order of the machine. */
public enum Precision {
    /** Double precision, 8 bytes. */
    F64("f64", Double.BYTES, 0x1p-53),
    /** Single precision, 4 bytes. */
    F32("f32", Float.BYTES, 0x1p-24);

    private final String label;
    private final int bytes;
    private final double unitRoundoff;

    Precision(String label, int bytes, double unitRoundoff) {
        this.label = label;
        this.bytes = bytes;
        this.unitRoundoff = unitRoundoff;
    }

    /** The name used on the command line and in results: {@code f64} or {@code f32}. */
    public String label() {
        return label;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Half the distance from 1 to the next larger number: the relative error of one rounding. */
    public double unitRoundoff() {
        return unitRoundoff;
    }

    /**
     * The precision of that {@link #label() label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Precision of(String label) {
        for (Precision p : values()) {
            if (p.label.equals(label)) {
                return p;
            }
        }
        throw new IllegalArgumentException("unknown precision '" + label + "', expected f64 or f32");
    }
}
