package gramflow.bench.measure;

/**
 * What a row cannot be faster than.
 *
 * @param bound what makes it so
 * @param gflops 10⁹ flops a second
 */
public record Roof(Bound bound, double gflops) {
}
