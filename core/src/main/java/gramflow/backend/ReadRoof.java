package gramflow.backend;

/**
 * How fast memory was measured to be read.
 *
 * @param level which memory
 * @param threads how many threads read at once, each its own part
 * @param bytes how much was read over and over, all threads together
 * @param gbs 10⁹ bytes a second, all threads together
 * @param loop the fastest of the loops tried, for a person
 * @param note what to know before relying on it, for a person; empty if nothing
 */
public record ReadRoof(MemoryLevel level, int threads, long bytes, double gbs, String loop, String note) {
}
