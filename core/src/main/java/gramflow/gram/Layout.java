package gramflow.gram;

/** How the entries K[(i,o),(j,q)] of a kernel with several outputs lie in memory. With one output all are the same. */
public enum Layout {
    /** Outputs inside examples, on both sides: a symmetric matrix of n·o × n·o. */
    NONO("n,o,n,o"),
    /** A block of o × o for each pair of examples: n rows of n·o·o, an array of n × n × o × o. */
    NNOO("n,n,o,o");

    private final String label;

    Layout(String label) {
        this.label = label;
    }

    /** The name used on the command line: the order of the dimensions. */
    public String label() {
        return label;
    }

    /**
     * The one of that {@link #label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Layout of(String label) {
        for (Layout layout : values()) {
            if (layout.label.equals(label)) {
                return layout;
            }
        }
        throw new IllegalArgumentException("unknown layout '" + label + "', expected n,o,n,o or n,n,o,o");
    }
}
