package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A {@code .npy} file being written through {@link #matrix}, which is the file's own memory. It takes its name on {@link #commit}; closed without, it
 * leaves nothing. The matrix must not be touched after either. Several threads may write to distinct entries; commit and close belong to one.
 */
public final class NpyOutput implements AutoCloseable {
    private static final int ZEROS = 1 << 20;

    private final Path file;
    private final OutputFile output;
    private final Arena arena;
    private final Matrix matrix;

    private NpyOutput(Path file, OutputFile output, Arena arena, Matrix matrix) {
        this.file = file;
        this.output = output;
        this.arena = arena;
        this.matrix = matrix;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by commit or close
    static NpyOutput create(Path file, byte[] header, Precision precision, long rows, long cols) throws IOException {
        long bytes = rows == 0 || cols == 0 ? 0 : Strided.bytesSpanned(precision, rows, cols, cols, 1);
        OutputFile output = OutputFile.open(file);
        Arena arena = Arena.ofShared();
        try {
            Matrix matrix;
            if (output.isRegular()) {
                FileChannel channel = output.channel();
                output.requireSpace(header.length + bytes);
                channel.write(ByteBuffer.wrap(header));
                // A hole would be filled only when a page is touched, and a full disk would then fail that access, not this call.
                writeZeros(channel, bytes);
                MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, header.length, bytes, arena);
                matrix = Matrix.over(mapped, precision, rows, cols, cols, 1);
            } else {
                matrix = Matrix.zeros(precision, rows, cols, arena);
            }
            return new NpyOutput(file, output, arena, matrix);
        } catch (IOException e) {
            arena.close();
            output.close();
            throw OutputFile.named(file, e);
        } catch (RuntimeException | Error e) {
            arena.close();
            output.close();
            throw e;
        }
    }

    private static void writeZeros(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
        for (long left = bytes; left > 0;) {
            zeros.clear().limit((int) Math.min(left, ZEROS));
            left -= channel.write(zeros);
        }
    }

    /** The entries, zeros at first, row-major and 64-byte aligned. */
    public Matrix matrix() {
        return matrix;
    }

    /**
     * Ends the writing and gives the file its name.
     *
     * @throws IOException if it cannot; {@link #close} then deletes what was written
     */
    public void commit() throws IOException {
        try {
            if (!output.isRegular()) {
                NpyFile.write(output.stream(), NpyArray.of(matrix));
            }
            // Before the name: some systems neither rename nor delete what is mapped.
            arena.close();
            output.commit();
        } catch (IOException e) {
            throw OutputFile.named(file, e);
        }
    }

    /** Ends the writing; a file not committed is deleted. */
    @Override
    public void close() throws IOException {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        output.close();
    }
}
