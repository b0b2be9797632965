package gramflow.io;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the header of a binary file promises: numbers of one type in an array of any number of dimensions, read as a matrix with the first dimension as
 * rows and the others, flattened in row-major order, as columns.
 *
 * @param type of the numbers
 * @param fortranOrder whether the first index moves fastest in the file, rather than the last
 * @param shape sizes of the dimensions; none for a single number
 * @param rows the first size
 * @param cols the product of the others
 */
record ArrayLayout(NumberType type, boolean fortranOrder, List<Long> shape, long rows, long cols) {

    /**
     * With rows and columns taken from the shape.
     *
     * @param source what to name if the shape is refused
     * @throws DataException if a size is negative or the bytes are more than a {@code long} can count
     */
    static ArrayLayout of(String source, NumberType type, boolean fortranOrder, List<Long> shape) {
        long rows = shape.isEmpty() ? 1 : shape.getFirst();
        long cols = 1;
        try {
            for (long size : shape.subList(Math.min(1, shape.size()), shape.size())) {
                cols = Math.multiplyExact(cols, size);
            }
            Math.multiplyExact(Math.multiplyExact(rows, cols), type.bytes());
        } catch (ArithmeticException e) {
            throw new DataException(source, "the header promises " + describe(shape, type) + ", more than 2^63 bytes").causedBy(e);
        }
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw new DataException(source, "the header promises " + describe(shape, type) + ": a negative size");
        }
        return new ArrayLayout(type, fortranOrder, List.copyOf(shape), rows, cols);
    }

    /** Bytes of all numbers. */
    long bytes() {
        return rows * cols * type.bytes();
    }

    /** Shape and type for a person: {@code 10000 x 28 x 28 |u1}. */
    String describe() {
        return describe(shape, type);
    }

    private static String describe(List<Long> shape, NumberType type) {
        String sizes = shape.isEmpty() ? "one" : shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
        return sizes + " " + type.label();
    }
}
