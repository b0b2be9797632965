package gramflow.backend;

/** Where data lies that is read again and again: the caches, nearest first, and the memory behind them. */
public enum MemoryLevel {
    /** First-level data cache, of a core. */
    L1("l1"),
    /** Second-level cache, of a core. */
    L2("l2"),
    /** Third-level cache, of several cores. */
    L3("l3"),
    /** The memory itself. */
    DRAM("dram");

    private final String label;

    MemoryLevel(String label) {
        this.label = label;
    }

    /** The name used in results: {@code l1}, {@code l2}, {@code l3} or {@code dram}. */
    public String label() {
        return label;
    }
}
