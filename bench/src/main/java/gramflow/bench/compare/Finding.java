package gramflow.bench.compare;

/** What follows from a ratio. */
public enum Finding {
    /** All of the interval is above 1. */
    FASTER("faster"),
    /** All of it is below 1. */
    SLOWER("slower"),
    /** 1 is in the interval. */
    CANNOT_TELL("cannot tell");

    private final String label;

    Finding(String label) {
        this.label = label;
    }

    /** The word for it. */
    public String label() {
        return label;
    }

    static Finding of(Ratio ratio) {
        return ratio.low() > 1 ? FASTER : ratio.high() < 1 ? SLOWER : CANNOT_TELL;
    }
}
