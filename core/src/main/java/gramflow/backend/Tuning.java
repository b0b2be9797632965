package gramflow.backend;

import gramflow.kernel.BlockSizes;
import gramflow.kernel.Tile;
import gramflow.machine.Caches;
import gramflow.machine.Jit;
import gramflow.machine.PropertyException;
import gramflow.memory.Precision;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the products of {@code vector} are cut: a register tile and block sizes for each precision. By itself {@code vector} takes {@linkplain #standard what was found best on the machines at
 * hand}; the property {@value #PROPERTY} asks for another, in the words of {@link #toString}. Nothing is read from any file here: whoever keeps a tuning sets the property before the first
 * product. It is part of the numeric key.
 *
 * @param f64 for doubles
 * @param f32 for floats
 */
public record Tuning(Shape f64, Shape f32) {
    /** System property; it is read when {@code vector} is first asked for, and never again. */
    public static final String PROPERTY = "gramflow.vector.tuning";

    private static final Pattern SHAPE = Pattern
            .compile("(f64|f32):bits=(\\d+),tile=(\\d+)x(\\d+)x(\\d+),depth=(\\d+),left=(\\d+),cols=(\\d+)");
    private static final String EXPECTED = "f64:bits=512,tile=8x2x2,depth=1024,left=419430,cols=256;f32:…";

    /**
     * A register tile, and how the loops around it are cut.
     *
     * @param bits vector width: 128, 256 or 512
     * @param rows rows of the tile, 1 to 16
     * @param vectors vectors in a row of it, 1 to 8
     * @param unroll steps of the inner dimension between two branches, 1 to 4
     * @param depth products summed in registers at a stretch, 16 to 16384
     * @param leftBytes bytes of the left factor that are to stay in the second-level cache, at least 4096
     * @param cols columns of an output tile at least, 16 to 4096: made a multiple of what the tile needs
     */
    public record Shape(int bits, int rows, int vectors, int unroll, int depth, long leftBytes, int cols) {
        /**
         * Checks ranges.
         *
         * @throws IllegalArgumentException if a number is out of its range: the message says which
         */
        public Shape {
            if (!List.of(128, 256, 512).contains(bits)) {
                throw new IllegalArgumentException("bits " + bits + ", expected 128, 256 or 512");
            }
            require("rows", rows, 1, 16);
            require("vectors", vectors, 1, 8);
            require("unroll", unroll, 1, 4);
            require("depth", depth, 16, 1 << 14);
            require("left", leftBytes, 1 << 12, 1L << 30);
            require("cols", cols, 16, 1 << 12);
        }

        private static void require(String name, long value, long least, long most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException("%s %d, expected %d to %d".formatted(name, value, least, most));
            }
        }

        /** With that tile, of vectors that wide. */
        public Shape withTile(int newBits, int newRows, int newVectors, int newUnroll) {
            return new Shape(newBits, newRows, newVectors, newUnroll, depth, leftBytes, cols);
        }

        /** With that depth. */
        public Shape withDepth(int products) {
            return new Shape(bits, rows, vectors, unroll, products, leftBytes, cols);
        }

        /** With that much of the left factor in the second-level cache. */
        public Shape withLeftBytes(long bytes) {
            return new Shape(bits, rows, vectors, unroll, depth, bytes, cols);
        }

        /** With output tiles that wide. */
        public Shape withCols(int columns) {
            return new Shape(bits, rows, vectors, unroll, depth, leftBytes, columns);
        }

        Tile tile(Precision precision, boolean fma) {
            return new Tile(precision, bits, rows, vectors, unroll, fma);
        }

        BlockSizes blocks(Tile tile) {
            return BlockSizes.of(tile, depth, leftBytes, cols);
        }

        @Override
        public String toString() {
            return "bits=%d,tile=%dx%dx%d,depth=%d,left=%d,cols=%d".formatted(bits, rows, vectors, unroll, depth, leftBytes, cols);
        }
    }

    /** That which {@code vector} takes by itself, on this machine, for vectors of so many bits: 128, 256 or 512. */
    public static Tuning standard(int bits) {
        return new Tuning(standard(Precision.F64, bits), standard(Precision.F32, bits));
    }

    private static Shape standard(Precision precision, int bits) {
        Tile tile = Tile.of(precision, bits, Jit.current().fma());
        BlockSizes blocks = BlockSizes.of(tile, Caches.current().l2PerCore());
        return new Shape(bits, tile.rows(), tile.vectors(), tile.unroll(), blocks.depth(), blocks.leftBytes(), blocks.cols());
    }

    /**
     * What the property asks for, if it is set.
     *
     * @throws PropertyException if it makes no sense, or asks for wider vectors than there are
     */
    public static Optional<Tuning> asked() {
        return asked(System.getProperty(PROPERTY), Jit.current().widestVectorBits());
    }

    static Optional<Tuning> asked(@Nullable String value, int widest) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            Tuning tuning = parse(value);
            if (Math.max(tuning.f64.bits, tuning.f32.bits) > widest) {
                throw new IllegalArgumentException("the widest vectors of this JVM have " + widest + " bits");
            }
            return Optional.of(tuning);
        } catch (IllegalArgumentException e) {
            throw new PropertyException("-D" + PROPERTY + "=" + value + ": " + e.getMessage());
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else: the message says what was expected
     */
    public static Tuning parse(String text) {
        List<String> parts = List.of(text.split(";", -1));
        List<MatchResult> shapes = parts.stream().map(SHAPE::matcher).filter(Matcher::matches).map(Matcher::toMatchResult).toList();
        List<String> precisions = shapes.stream().map(m -> m.group(1)).toList();
        if (parts.size() != 2 || !precisions.equals(List.of("f64", "f32"))) {
            throw new IllegalArgumentException("expected " + EXPECTED);
        }
        return new Tuning(shape(shapes.getFirst()), shape(shapes.getLast()));
    }

    private static Shape shape(MatchResult m) {
        try {
            return new Shape(number(m, 2), number(m, 3), number(m, 4), number(m, 5), number(m, 6), Long.parseLong(m.group(7)),
                    number(m, 8));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number is too large, expected " + EXPECTED, e);
        }
    }

    private static int number(MatchResult m, int group) {
        return Integer.parseInt(m.group(group));
    }

    /** That of a precision. */
    public Shape of(Precision precision) {
        return precision == Precision.F64 ? f64 : f32;
    }

    /** With another for one precision. */
    public Tuning with(Precision precision, Shape shape) {
        return precision == Precision.F64 ? new Tuning(shape, f32) : new Tuning(f64, shape);
    }

    /** {@code f64:bits=512,tile=8x2x2,depth=1024,left=419430,cols=256;f32:…}: rows x vectors x unroll. */
    @Override
    public String toString() {
        return "f64:" + f64 + ";f32:" + f32;
    }
}
