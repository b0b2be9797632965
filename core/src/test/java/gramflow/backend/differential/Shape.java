package gramflow.backend.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Sizes of a product: sizes that straddle whatever a kernel may branch on.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of the sums
 */
record Shape(long m, long n, long k) {
    /** Twice the longest vector (16 floats), and one: every remainder of every vector length, with no whole vector before it, one and two. */
    private static final long LONGEST_REMAINDER = 33;
    /** Rows and columns of micro-tiles, and multiples of a vector. */
    private static final long[] TILES = {6, 8, 12, 14, 16, 24, 32, 48, 64};
    /** Where blocks for a cache may end. */
    private static final long[] BLOCKS = {96, 128, 192, 256, 384, 448, 512, 896, 1024};
    /** What the other two sizes are, in turn, while one is varied. */
    private static final long[] OTHERS = {1, 2, 3, 5, 8, 13, 19};

    /** Every size from 0 to {@value #LONGEST_REMAINDER} with every other, for each two of m, n and k. */
    static List<Shape> remainders() {
        return pairs(LongStream.rangeClosed(0, LONGEST_REMAINDER).toArray());
    }

    /** Sizes of micro-tiles, one less and one more, each with each. */
    static List<Shape> aroundTiles() {
        return pairs(around(TILES));
    }

    /** One size at a time near the end of a block, the others small. */
    static List<Shape> aroundBlocks() {
        List<Shape> shapes = new ArrayList<>();
        for (long size : around(BLOCKS)) {
            long one = other(size);
            long other = other(size + 1);
            shapes.addAll(List.of(new Shape(size, one, other), new Shape(one, size, other), new Shape(one, other, size)));
        }
        return shapes;
    }

    /** Two sizes at once behind the end of a block: tiles of C meet at a corner, and sums go on in a further block. */
    static List<Shape> acrossBlocks() {
        return List.of(new Shape(129, 193, 257), new Shape(257, 385, 129), new Shape(449, 897, 33), new Shape(33, 513, 1025),
                new Shape(520, 40, 520), new Shape(1025, 450, 17));
    }

    /** Sums so long that a kernel may take them in several passes over C. */
    static List<Shape> longSums() {
        return LongStream.of(around(new long[]{4096, 8192, 16384, 32768})).boxed()
                .flatMap(k -> Stream.of(new Shape(9, 17, k), new Shape(17, 3, k))).toList();
    }

    /** A matrix that is all but a vector: around whatever a matrix–vector product is cut into, either way the matrix lies. */
    static List<Shape> slender() {
        List<Shape> shapes = new ArrayList<>();
        for (long length : around(new long[]{2048, 4096, 8192, 16384})) {
            for (long width : new long[]{1, 3, 15, 16, 17, 33}) {
                shapes.addAll(List.of(new Shape(length, 1, width), new Shape(width, 1, length)));
            }
        }
        shapes.addAll(List.of(new Shape(100_003, 1, 5), new Shape(5, 1, 100_003), new Shape(100_003, 1, 19), new Shape(19, 1, 100_003),
                new Shape(300, 1, 8195), new Shape(4099, 1, 300)));
        return shapes;
    }

    /** Primes, long enough for several blocks. */
    static List<Shape> primes() {
        return List.of(new Shape(31, 127, 257), new Shape(257, 31, 127), new Shape(127, 257, 31), new Shape(521, 127, 31),
                new Shape(31, 521, 257), new Shape(257, 257, 521), new Shape(521, 521, 127));
    }

    /** The least prime whose third power is above 2³¹: an {@code int} product of the sizes is negative. */
    static Shape beyondInt() {
        return new Shape(1291, 1291, 1291);
    }

    /** A few shapes of every kind: no entry, one, ragged, several tiles. */
    static List<Shape> few() {
        return List.of(new Shape(0, 5, 3), new Shape(4, 0, 3), new Shape(3, 4, 0), new Shape(1, 1, 1), new Shape(7, 9, 11),
                new Shape(17, 33, 65),
                new Shape(64, 64, 64), new Shape(70, 101, 130));
    }

    /** The shapes as an operation can take them: of a symmetric one C is square, of a matrix–vector product a column, and each shape counts once. */
    static List<Shape> forOperation(Operation operation, List<Shape> shapes) {
        return shapes.stream().map(s -> new Shape(s.m, operation.symmetric() ? s.m : operation.columns(s.n), s.k)).distinct().toList();
    }

    private static List<Shape> pairs(long[] sizes) {
        List<Shape> shapes = new ArrayList<>();
        for (long one : sizes) {
            for (long other : sizes) {
                long third = other(one + 3 * other);
                shapes.addAll(List.of(new Shape(one, other, third), new Shape(one, third, other), new Shape(third, one, other)));
            }
        }
        return shapes;
    }

    private static long other(long turn) {
        return OTHERS[(int) (turn % OTHERS.length)];
    }

    private static long[] around(long[] sizes) {
        return LongStream.of(sizes).flatMap(s -> LongStream.of(s - 1, s, s + 1)).distinct().toArray();
    }
}
