package gramflow.backend;

/**
 * How fast memory was measured to be read.
 *
 * @param threads how many threads read at once, each its own part
 * @param bytes how much was read over and over, all threads together
 * @param gbs 10⁹ bytes a second, all threads together
 * @param loop the fastest of the loops tried, for a person
 */
public record ReadRoof(int threads, long bytes, double gbs, String loop) {
}
