package gramflow.backend;

import gramflow.memory.Precision;

/**
 * What the CPU's arithmetic units were measured to reach.
 *
 * @param precision element type
 * @param threads how many threads computed at once
 * @param gflops 10⁹ floating-point operations a second, all threads together, a fused multiply-add counting two
 * @param loop the fastest of the loops tried, for a person
 */
public record FmaRoof(Precision precision, int threads, double gflops, String loop) {
}
