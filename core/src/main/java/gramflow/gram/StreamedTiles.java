package gramflow.gram;

import gramflow.backend.Triangle;
import gramflow.io.DataException;
import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of K = X·Xᵀ whose X stays in its {@code .npy} and is read again for every band, by calls that name the position: pages of a map would count as this process's memory. The rows of a band are kept from block
 * to block. For one thread at a time; the file must not change.
 */
public final class StreamedTiles implements KernelTiles, AutoCloseable {
    private static final long PIECE = 1L << 26;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final long rows;
    private final long cols;
    private final Precision precision;
    private final Window left = new Window();
    private final Window right = new Window();

    private StreamedTiles(Path file, FileChannel channel, long dataStart, Matrix shape) {
        this.file = file;
        this.channel = channel;
        this.dataStart = dataStart;
        this.rows = shape.rows();
        this.cols = shape.cols();
        this.precision = shape.precision();
    }

    /**
     * Of the rows of a file.
     *
     * @throws DataException if it is missing, damaged, packed, in Fortran order, or its numbers are not {@code f4} or {@code f8} in the machine's byte order
     */
    public static StreamedTiles open(Path file) throws IOException {
        Matrix shape = NpyFile.map(file);
        if (shape.strided().colStride() != 1) {
            throw new DataException(file, "cannot be streamed: it is in Fortran order");
        }
        return new StreamedTiles(file, FileChannel.open(file, StandardOpenOption.READ), NpyFile.dataStart(file), shape);
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long cols() {
        return rows;
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public long inner() {
        return cols;
    }

    @Override
    public long granularity() {
        return 1;
    }

    @Override
    public long inputBytes() {
        return 0;
    }

    @Override
    public GramPlan.Way way() {
        return GramPlan.Way.STREAMED;
    }

    @Override
    public void compute(long fromRow, long toRow, long fromCol, long toCol, Matrix target, Products on, Progress progress)
            throws IOException {
        Matrix rowsOfBand = left.rows(fromRow, toRow);
        long panel = Shape.of(this).panel();
        for (long j = fromCol; j < toCol; j += panel) {
            long end = Math.min(toCol, j + panel);
            on.gemm(1, rowsOfBand, right.rows(j, end).transpose(), 0, target.block(0, toRow - fromRow, j - fromCol, end - fromCol),
                    progress);
        }
    }

    @Override
    public void computeDiagonal(long from, long to, Matrix target, Products on, Progress progress) throws IOException {
        on.gram(1, left.rows(from, to), 0, Triangle.BOTH, target, progress);
    }

    /** The rows that were read last, in memory that is kept for those to come. */
    private final class Window {
        private @Nullable Arena arena;
        private MemorySegment memory = MemorySegment.NULL;
        private long from;
        private long to;

        /** Those rows, until the next call; read if they are not what was read last. */
        @SuppressWarnings("MustBeClosedChecker") // closed by close, or when there is a larger one
        Matrix rows(long first, long end) throws IOException {
            long bytes = (end - first) * cols * precision.bytes();
            if (first != from || end != to) {
                from = 0;
                to = 0;
                if (memory.byteSize() < bytes) {
                    close();
                    arena = Arena.ofShared();
                    memory = arena.allocate(bytes, Matrix.ALIGNMENT);
                }
                read(memory.asSlice(0, bytes), dataStart + first * cols * precision.bytes());
                from = first;
                to = end;
            }
            return Matrix.over(memory, precision, end - first, cols, cols, 1);
        }

        void close() {
            if (arena != null) {
                arena.close();
                arena = null;
                memory = MemorySegment.NULL;
            }
        }
    }

    private void read(MemorySegment bytes, long position) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            ByteBuffer piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
            while (piece.hasRemaining()) {
                if (channel.read(piece, position + at + piece.position()) < 0) {
                    throw new EOFException(file + ": has become shorter");
                }
            }
        }
    }

    /**
     * Refuses entries that are no numbers, as reading into memory does.
     *
     * @throws DataException with row and column of the first, counted from 1
     */
    public void requireFinite() throws IOException {
        eachBlock((first, block) -> {
            for (long i = 0; i < block.rows(); i++) {
                for (long j = 0; j < cols; j++) {
                    if (!Double.isFinite(block.get(i, j))) {
                        throw new DataException(file, "row %d, column %d: %s".formatted(first + i + 1, j + 1, block.get(i, j)));
                    }
                }
            }
        });
    }

    @Override
    public String digest() throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(rows + " x " + cols + " " + precision.label());
        eachBlock((first, block) -> fingerprint.addRows(block.strided()));
        return fingerprint.hex();
    }

    /** Looks at some rows, and is told the number of the first. */
    @FunctionalInterface
    private interface Look {
        void at(long first, Matrix block);
    }

    private void eachBlock(Look look) throws IOException {
        long height = Shape.of(this).panel();
        for (long i = 0; i < rows; i += height) {
            look.at(i, right.rows(i, Math.min(rows, i + height)));
        }
    }

    @Override
    public void close() throws IOException {
        left.close();
        right.close();
        channel.close();
    }
}
