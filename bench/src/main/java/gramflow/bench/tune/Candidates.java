package gramflow.bench.tune;

import gramflow.backend.Tuning.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What is tried, around a shape that is known to be good. A tile is a property of the CPU and of the JIT alike, so no rule says which is best: only that it should fit in registers. */
final class Candidates {
    /** Rows, vectors, unrolled steps; 32 registers, which AVX-512 has at all widths, and 64-bit ARM. */
    private static final int[][] OF_32 = {{8, 2, 2}, {8, 2, 1}, {12, 2, 1}, {8, 3, 1}, {6, 4, 1}, {14, 2, 1}, {4, 4, 2}};
    /** The same for 16. */
    private static final int[][] OF_16 = {{4, 2, 1}, {4, 2, 2}, {4, 3, 1}, {5, 2, 1}, {3, 3, 1}, {6, 2, 2}};
    /** Twice the work of 512 bits for each loop's overhead, half the width: some CPUs have as much arithmetic there. */
    private static final int[][] HALF = {{8, 2, 2}, {8, 3, 1}, {12, 2, 1}, {4, 3, 1}, {6, 4, 1}};

    private Candidates() {
    }

    /** Other tiles than that of {@code shape}, of its width and of half of it. */
    static List<Shape> tiles(Shape shape, boolean manyRegisters) {
        List<Shape> tiles = new ArrayList<>(of(shape, shape.bits(), manyRegisters ? OF_32 : OF_16));
        if (shape.bits() == 512) {
            tiles.addAll(of(shape, 256, HALF));
        }
        return tiles.stream().filter(s -> !s.equals(shape)).toList();
    }

    private static List<Shape> of(Shape shape, int bits, int[][] tiles) {
        return Stream.of(tiles).map(t -> shape.withTile(bits, t[0], t[1], t[2])).toList();
    }

    /** Other depths. */
    static List<Shape> depths(Shape shape) {
        return LongStream.of(256, 512, 768, 1536, 2048).filter(d -> d != shape.depth()).mapToObj(d -> shape.withDepth((int) d)).toList();
    }

    /** Other parts of the second-level cache for the left factor. */
    static List<Shape> lefts(Shape shape) {
        long standard = shape.leftBytes();
        return LongStream.of(standard / 2, standard * 3 / 2, standard * 2).mapToObj(b -> shape.withLeftBytes(Math.max(1 << 12, b)))
                .toList();
    }

    /** Other widths of an output tile. */
    static List<Shape> cols(Shape shape) {
        return LongStream.of(128, 256, 512).filter(c -> c != shape.cols()).mapToObj(c -> shape.withCols((int) c)).toList();
    }
}
