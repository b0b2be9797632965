package gramflow.gram;

/**
 * What a machine does a second, as far as a plan needs it.
 *
 * @param flopsPerSecond flops of the kernel in question, on the threads in question, &gt; 0
 * @param bytesPerSecond bytes that reach the disk in question, written one after another, &gt; 0
 */
public record Rates(double flopsPerSecond, double bytesPerSecond) {
    /** Checks that both are positive. */
    public Rates {
        if (!(flopsPerSecond > 0) || !(bytesPerSecond > 0)) {
            throw new IllegalArgumentException("rates of %g flops and %g bytes a second".formatted(flopsPerSecond, bytesPerSecond));
        }
    }
}
