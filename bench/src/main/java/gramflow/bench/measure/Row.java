package gramflow.bench.measure;

import gramflow.memory.Precision;

/**
 * One line of the benchmark: a kernel on a backend, at one size.
 *
 * @param kernel what is computed
 * @param backend who computes it, by name
 * @param precision element type
 * @param n rows
 * @param d columns
 * @param threads on how many threads
 */
public record Row(Kernel kernel, String backend, Precision precision, long n, long d, int threads) {

    /** Floating-point operations of one call. */
    public double flops() {
        return kernel.flops(n, d);
    }

    /** Bytes that one call moves at least. */
    public double bytes() {
        return kernel.bytes(n, d, precision);
    }

    /** Bytes of memory its fork needs for data. */
    public double memory() {
        return kernel.allocated(n, d) * precision.bytes();
    }

    @Override
    public String toString() {
        return "%s %s %s %dx%d, %d thread%s".formatted(kernel.label(), backend, precision.label(), n, d, threads, threads == 1 ? "" : "s");
    }
}
