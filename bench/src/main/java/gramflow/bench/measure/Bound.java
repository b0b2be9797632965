package gramflow.bench.measure;

import java.util.Locale;

/** What a kernel cannot be faster than. */
public enum Bound {
    /** The arithmetic units. */
    FMA,
    /** Reading its data again for every call, from wherever so many bytes can lie. */
    DRAM;

    /** The name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
