package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * NumPy's {@code .npy} files. Read: versions 1 to 3, both orders, both byte orders, floats of 2, 4 and 8 bytes, integers of 1 to 8, truth values; plain
 * or gzipped. Written: version 1, row-major, {@code f4} or {@code f8} in the byte order of the machine.
 *
 * <p>A vector of n is read as n × 1; of an array of more than two dimensions, all but the first are flattened.
 */
public final class NpyFile {
    private NpyFile() {
    }

    /**
     * Reads an array in the precision that holds its floats: f32 for {@code f2} and {@code f4}, f64 for all else. NaN and ∞ are let through.
     *
     * @throws DataException if the file is missing, damaged, or holds no plain numbers
     */
    public static NpyArray read(Path file) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            ArrayLayout layout = NpyHeader.read(source);
            return read(source, layout, ownPrecision(layout.type()));
        }
    }

    /**
     * Reads an array in the precision given. NaN and ∞ are let through.
     *
     * @throws DataException if the file is missing, damaged, or holds no plain numbers, or one too large for the precision
     */
    public static NpyArray read(Path file, Precision precision) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            return read(source, NpyHeader.read(source), precision);
        }
    }

    static NpyArray read(ByteSource source, Precision precision) throws IOException {
        return read(source, NpyHeader.read(source), precision);
    }

    private static NpyArray read(ByteSource source, ArrayLayout layout, Precision precision) throws IOException {
        Matrix matrix = ArrayReader.read(source, layout, precision, Long.MAX_VALUE, true);
        return new NpyArray(layout.shape(), matrix);
    }

    /** The rows that the options ask for. */
    static Matrix read(ByteSource source, ReadOptions options) throws IOException {
        ArrayLayout layout = NpyHeader.read(source);
        return ArrayReader.read(source, layout, options.precision(), options.rowLimit(), options.allowNan());
    }

    private static Precision ownPrecision(NumberType type) {
        return type.kind() == NumberType.Kind.FLOAT && type.bytes() <= Float.BYTES ? Precision.F32 : Precision.F64;
    }

    /**
     * A view of a file's own bytes, for reading only; nothing is copied, and pages come from the disk as they are touched. It stays mapped until nothing
     * refers to the matrix any more. The file must not shrink meanwhile: touching what is gone ends in an {@link InternalError}.
     *
     * @throws DataException if the file is missing or damaged, packed, or its numbers are not {@code f4} or {@code f8} in the machine's byte order, or
     *         an array of three dimensions or more is in Fortran order
     */
    public static Matrix map(Path file) throws IOException {
        ArrayLayout layout;
        long from;
        try (ByteSource source = ByteSource.open(file)) {
            if (!source.isPlainFile()) {
                throw new DataException(file, "cannot be mapped: it is packed, or no regular file");
            }
            layout = NpyHeader.read(source);
            from = source.position();
            ArrayReader.checkPromise(source, layout);
        }
        NumberType type = layout.type();
        boolean mappable = type.kind() == NumberType.Kind.FLOAT && type.bytes() >= Float.BYTES && type.order() == ByteOrder.nativeOrder();
        if (!mappable) {
            throw new DataException(file,
                    "cannot be mapped: numbers are %s, expected f4 or f8 in the machine's byte order".formatted(type.label()));
        }
        if (layout.fortranOrder() && layout.shape().size() > 2) {
            throw new DataException(file, "cannot be mapped: %s in Fortran order".formatted(layout.describe()));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, from, layout.bytes(), Arena.ofAuto());
            Precision precision = ownPrecision(type);
            long rows = layout.rows();
            long cols = layout.cols();
            return layout.fortranOrder()
                    ? Matrix.over(mapped, precision, rows, cols, 1, rows)
                    : Matrix.over(mapped, precision, rows, cols, cols, 1);
        }
    }

    /**
     * Where the entries of a file that is not packed begin, in bytes.
     *
     * @throws DataException if it is no such file
     */
    public static long dataStart(Path file) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            NpyHeader.read(source);
            return source.position();
        }
    }

    /**
     * Writes a matrix as an array of two dimensions. If it cannot be written whole, no file is left, and one that was there is left as it was.
     *
     * @throws DataException if the folder is missing, or the file may not be written
     * @throws IOException if the machine cannot: the disk is full
     */
    public static void write(Path file, Matrix matrix) throws IOException {
        write(file, NpyArray.of(matrix));
    }

    /** Writes an array of any shape, as {@link #write(Path, Matrix)} does. */
    public static void write(Path file, NpyArray array) throws IOException {
        try (OutputFile output = OutputFile.open(file)) {
            write(output.stream(), array);
            output.commit();
        } catch (IOException e) {
            throw OutputFile.named(file, e);
        }
    }

    /** Writes header and entries. */
    static void write(OutputStream out, NpyArray array) throws IOException {
        Matrix matrix = array.matrix();
        out.write(NpyHeader.of(matrix.precision(), array.shape()));
        MatrixBytes.write(matrix, out);
    }

    /**
     * What a file of a row-major matrix begins with, version 1.0, for numbers in the byte order of the machine; a multiple of 64 bytes. The entries follow, with nothing between.
     *
     * @param precision element type
     * @param rows rows, ≥ 0
     * @param cols columns, ≥ 0
     */
    public static byte[] header(Precision precision, long rows, long cols) {
        return NpyHeader.of(precision, List.of(rows, cols));
    }

    /**
     * Begins a file of zeros to be filled through memory, for a result larger than the memory of the machine. The space is taken on the disk here, so
     * that a full disk is found now and not while the matrix is written to.
     *
     * @param precision element type
     * @param rows rows, ≥ 0
     * @param cols columns, ≥ 0
     * @throws DataException if the folder is missing, or the file may not be written
     * @throws IOException if the disk has no room
     */
    public static NpyOutput create(Path file, Precision precision, long rows, long cols) throws IOException {
        return NpyOutput.create(file, NpyHeader.of(precision, List.of(rows, cols)), precision, rows, cols);
    }
}
