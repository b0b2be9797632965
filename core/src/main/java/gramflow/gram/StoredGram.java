package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import gramflow.io.DataException;
import gramflow.io.NpyFile;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Entries;
import gramflow.spectrum.SymmetricOperator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A symmetric K in a file, {@code .npy} or packed, that need not fit in memory: products with vectors, for Lanczos and conjugate gradients, and rows and diagonal, for
 * Cholesky of low rank. A product reads the file once, band by band, into two buffers of its own: one is read while the other is multiplied. For one thread at a time.
 *
 * <p>A packed file is half the bytes to read, so where the disk is waited for a product takes half the time.
 */
public final class StoredGram implements SymmetricOperator, Entries, AutoCloseable {
    /** Of the bands of a {@code .npy}, which may be read in any: long enough for the disk, few enough for the memory. */
    private static final long BAND_BYTES = 1L << 26;

    private final FileChannel channel;
    private final long dataStart;
    private final BandLayout layout;
    private final Products on;
    private final Arena arena = Arena.ofShared();
    private final BandReader reader;
    private final MemorySegment line;
    private final Matrix in;
    private final Matrix out;

    private StoredGram(FileChannel channel, long dataStart, BandLayout layout, Products on) {
        this.channel = channel;
        this.dataStart = dataStart;
        this.layout = layout;
        this.on = on;
        reader = new BandReader(channel, dataStart, layout, Math.min(layout.height(), layout.rows()));
        in = Matrix.zeros(layout.precision(), layout.rows(), 1);
        out = Matrix.zeros(layout.precision(), layout.rows(), 1);
        line = arena.allocate(Math.max(1, layout.rows() * layout.precision().bytes()), Matrix.ALIGNMENT);
    }

    /**
     * Opens a finished file.
     *
     * @param on who multiplies
     * @throws DataException if it is missing, damaged, or neither a square row-major {@code .npy} of {@code f4} or {@code f8} nor packed
     */
    public static StoredGram open(Path file, Products on) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file, "no such file");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            byte[] start = new byte[(int) Math.min(PackedHeader.BYTES, channel.size())];
            BandReader.read(channel, MemorySegment.ofArray(start), 0);
            if (PackedHeader.says(PackedHeader.Content.KERNEL, start)) {
                return new StoredGram(channel, PackedHeader.BYTES,
                        PackedHeader.read(file, PackedHeader.Content.KERNEL, start, channel.size()), on);
            }
            Matrix mapped = NpyFile.map(file);
            if (mapped.rows() != mapped.cols() || mapped.strided().colStride() != 1) {
                throw new DataException(file, "is %s%s, expected a square row-major matrix".formatted(mapped.shape(),
                        mapped.strided().colStride() == 1 ? "" : " in Fortran order"));
            }
            long rowBytes = Math.max(1, mapped.cols() * mapped.precision().bytes());
            BandLayout layout = new BandLayout(Kind.FULL, mapped.rows(), mapped.cols(), mapped.precision(),
                    Math.clamp(BAND_BYTES / rowBytes, 1, Math.max(1, mapped.rows())));
            return new StoredGram(channel, NpyFile.dataStart(file), layout, on);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long order() {
        return layout.rows();
    }

    /** Element type of the file. */
    public Precision precision() {
        return layout.precision();
    }

    @Override
    public double relativeError() {
        return Math.sqrt((double) order()) * precision().unitRoundoff();
    }

    /**
     * y ← K·x, in the precision of the file. 2n² flops; all bytes of the file are read.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    @Override
    public void apply(Matrix x, Matrix y) {
        in.assign(x);
        for (long i = 0; i < out.rows(); i++) {
            out.set(i, 0, 0);
        }
        Future<Matrix> ahead = load(0);
        for (int band = 0; band < layout.count(); band++) {
            Matrix k = BandReader.await(ahead);
            ahead = load(band + 1);
            long from = layout.from(band);
            long to = layout.to(band);
            on.matvec(1, k, in.rows(0, k.cols()), 1, out.rows(from, to));
            if (layout.kind() == Kind.PACKED && from > 0) {
                // What lies above the diagonal, by its mirror image.
                on.matvec(1, k.block(0, to - from, 0, from).transpose(), in.rows(from, to), 1, out.rows(0, from));
            }
        }
        y.assign(out);
    }

    /** Begins to read a band; nothing after the last. */
    private Future<Matrix> load(int band) {
        return band < layout.count() ? reader.ahead(layout.from(band), layout.to(band)) : CompletableFuture.completedFuture(out);
    }

    /**
     * All diagonal entries, one read each.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    @Override
    public void diagonal(Matrix diagonal) {
        for (long i = 0; i < order(); i++) {
            block(i, i, i + 1, diagonal.rows(i, i + 1));
        }
    }

    /**
     * Some rows: of a {@code .npy} one read each, of a packed file one for each entry right of its band.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    @Override
    public void rows(long[] indices, Matrix rows) {
        for (int r = 0; r < indices.length; r++) {
            long i = indices[r];
            long end = layout.width(Math.toIntExact(i / layout.height()));
            block(i, 0, end, rows.block(r, r + 1L, 0, end));
            for (long j = end; j < order(); j++) {
                block(j, i, i + 1, rows.block(r, r + 1L, j, j + 1));
            }
        }
    }

    /**
     * The lower triangle of some rows, in whatever precision: nothing right of the diagonal is written.
     *
     * @param target of (to − from) rows and at least {@code to} columns
     * @throws UncheckedIOException if the file cannot be read
     */
    void lower(long from, long to, Matrix target) {
        for (long i = from; i < to; i++) {
            block(i, 0, i + 1, target.block(i - from, i - from + 1, 0, i + 1));
        }
    }

    /**
     * A fingerprint of the entries, as they lie in the file: SHA-256, in hexadecimal, of the checksums of parts of 64 MB or a band. Reads all of them.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    String digest() {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(layout.toString());
        Future<Matrix> ahead = load(0);
        for (int band = 0; band < layout.count(); band++) {
            Matrix k = BandReader.await(ahead);
            ahead = load(band + 1);
            fingerprint.add(Integer.toHexString(BandFile.checksum(k.strided().segment(), layout.bytes(band))));
        }
        return fingerprint.hex();
    }

    /** Entries of one row that lie in its band. */
    private void block(long row, long from, long to, Matrix target) {
        int size = layout.precision().bytes();
        MemorySegment bytes = line.asSlice(0, (to - from) * size);
        try {
            BandReader.read(channel, bytes, dataStart + layout.offset(Math.toIntExact(row / layout.height()), row) + from * size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        target.assign(Matrix.over(bytes, layout.precision(), 1, to - from, to - from, 1));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        reader.close();
        arena.close();
    }
}
