package gramflow.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a tangent kernel does with several outputs. With one output all are the same. */
public enum Outputs {
    /** Keeps them: an entry for each pair of outputs of each pair of examples, (n·o) × (n·o). */
    ALL,
    /** Their trace: Σ_q K[(i,q),(j,q)], n × n. */
    SUM,
    /** The trace over the number of outputs: n × n. */
    MEAN;

    /** The name used on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of that {@link #label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Outputs of(String label) {
        for (Outputs outputs : values()) {
            if (outputs.label().equals(label)) {
                return outputs;
            }
        }
        throw new IllegalArgumentException("unknown treatment of outputs '" + label + "', expected one of "
                + Arrays.stream(values()).map(Outputs::label).collect(Collectors.joining(", ")));
    }
}
