package gramflow.io;

import java.util.Locale;

/** Which column of a CSV file holds the labels. */
public enum LabelColumn {
    /** None: every column is data. */
    NONE,
    /** The first. */
    FIRST,
    /** The last. */
    LAST;

    /** The name used on the command line: {@code none}, {@code first} or {@code last}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The column of that {@link #label() label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LabelColumn of(String label) {
        for (LabelColumn column : values()) {
            if (column.label().equals(label)) {
                return column;
            }
        }
        throw new IllegalArgumentException("unknown label column '" + label + "', expected none, first or last");
    }
}
