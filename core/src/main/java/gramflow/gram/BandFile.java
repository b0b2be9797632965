package gramflow.gram;

import gramflow.memory.Precision;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The file that bands are written to, at their places, by calls that name the position: pages of a map would count as this process's memory. For
 * one thread at a time, {@link #force} excepted, which may run beside {@link #write}.
 */
final class BandFile implements Closeable {
    /** One call's bytes at most: beyond 2 GB they are not taken at once anyway. */
    private static final long PIECE = 1L << 26;
    /** Side of the squares in which a band is transposed, so that both sides stay in the cache. */
    private static final int SQUARE = 32;
    /** Memory for mirror images under way. */
    private static final long MIRROR_BYTES = 1L << 22;

    private static final ValueLayout.OfLong BITS64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt BITS32 = ValueLayout.JAVA_INT_UNALIGNED;

    private final DirectWriter file;
    private final BandLayout layout;
    private final long dataStart;
    private final MemorySegment mirror;

    private BandFile(DirectWriter file, BandLayout layout, long dataStart, MemorySegment mirror) {
        this.file = file;
        this.layout = layout;
        this.dataStart = dataStart;
        this.mirror = mirror;
    }

    /** Memory it takes for itself. */
    static long memoryBytes(BandLayout layout) {
        return switch (layout.kind()) {
            case MIRRORED -> mirrorColumns(layout) * layout.height() * layout.precision().bytes();
            case STAGED -> layout.height() * layout.height() * layout.precision().bytes() + DirectWriter.BLOCK;
            default -> 0;
        };
    }

    private static long mirrorColumns(BandLayout layout) {
        long fitting = MIRROR_BYTES / (layout.height() * layout.precision().bytes()) / SQUARE * SQUARE;
        return Math.max(SQUARE, fitting);
    }

    /** Opens the file, or makes it, and sees to it that it begins with {@code header}. */
    static BandFile open(Path file, byte[] header, BandLayout layout) throws IOException {
        DirectWriter writer = DirectWriter.open(file);
        try {
            BandFile bands = new BandFile(writer, layout, header.length,
                    Arena.ofAuto().allocate(Math.max(8, memoryBytes(layout)), DirectWriter.BLOCK));
            writer.through(MemorySegment.ofArray(header), 0);
            return bands;
        } catch (IOException | RuntimeException | Error e) {
            writer.close();
            throw e;
        }
    }

    /** Room for the largest band, wherever {@link #place} puts it. */
    static long bufferBytes(BandLayout layout) {
        return layout.largestBand() + DirectWriter.BLOCK;
    }

    /** Where in a buffer of {@link #bufferBytes}, which begins at a multiple of {@link DirectWriter#BLOCK}, a band is to lie so that it is written fastest. */
    MemorySegment place(int index, MemorySegment buffer) {
        return layout.contiguous()
                ? buffer.asSlice(DirectWriter.shift(dataStart + layout.offset(index, layout.from(index))), layout.bytes(index))
                : buffer.asSlice(0, layout.bytes(index));
    }

    /**
     * Writes a band, and its mirror image if the layout says so.
     *
     * @param band its entries, row-major, in the first bytes
     * @return its checksum: CRC32C of these bytes
     */
    int write(int index, MemorySegment band) throws IOException {
        long from = layout.from(index);
        long rowBytes = layout.width(index) * layout.precision().bytes();
        if (layout.contiguous()) {
            file.write(band.asSlice(0, layout.bytes(index)), dataStart + layout.offset(index, from));
        } else {
            for (long i = from; i < layout.to(index); i++) {
                file.through(band.asSlice((i - from) * rowBytes, rowBytes), dataStart + layout.offset(index, i));
            }
            eachMirrored(index, band, file::through);
        }
        return checksum(band, layout.bytes(index));
    }

    /**
     * Whether the file holds a band, and its mirror image, with that checksum.
     *
     * @param scratch room for the band, which it holds afterwards if the answer is yes
     */
    boolean holds(int index, int checksum, MemorySegment scratch) throws IOException {
        long from = layout.from(index);
        long rowBytes = layout.width(index) * layout.precision().bytes();
        try {
            if (layout.contiguous()) {
                get(scratch.asSlice(0, layout.bytes(index)), dataStart + layout.offset(index, from));
            } else {
                for (long i = from; i < layout.to(index); i++) {
                    get(scratch.asSlice((i - from) * rowBytes, rowBytes), dataStart + layout.offset(index, i));
                }
            }
            if (checksum(scratch, layout.bytes(index)) != checksum) {
                return false;
            }
            boolean[] equal = {true};
            if (!layout.contiguous()) {
                MemorySegment there = MemorySegment.ofArray(new byte[Math.toIntExact(layout.height(index) * layout.precision().bytes())]);
                eachMirrored(index, scratch, (row, position) -> {
                    get(there, position);
                    equal[0] &= there.mismatch(row) < 0;
                });
            }
            return equal[0];
        } catch (EOFException e) {
            return false;
        }
    }

    /** Does something with a run of bytes and its place in the file. */
    @FunctionalInterface
    private interface Run {
        void at(MemorySegment bytes, long position) throws IOException;
    }

    /** The columns of a band left of the diagonal block, each as the part of a row that mirrors it. */
    private void eachMirrored(int index, MemorySegment band, Run run) throws IOException {
        Precision precision = layout.precision();
        long from = layout.from(index);
        long height = layout.height(index);
        long runBytes = height * precision.bytes();
        long columns = mirrorColumns(layout);
        for (long j = 0; j < from; j += columns) {
            long count = Math.min(columns, from - j);
            transpose(band, layout.width(index), height, j, count, mirror);
            for (long k = 0; k < count; k++) {
                run.at(mirror.asSlice(k * runBytes, runBytes), dataStart + precision.bytes() * ((j + k) * layout.cols() + from));
            }
        }
    }

    /** Leaves the mirror image of a band in the parts of the file that the bands above fill later. */
    void stage(int index, MemorySegment band, Staging staging) throws IOException {
        for (int above : staging.above(index)) {
            long position = dataStart + staging.position(above, index, dataStart);
            MemorySegment block = mirror.asSlice(DirectWriter.shift(position),
                    layout.height(above) * layout.height(index) * layout.precision().bytes());
            transpose(band, layout.width(index), layout.height(index), layout.from(above), layout.height(above), block);
            file.write(block, position);
        }
    }

    /** Fills the columns of a band that those below have staged. */
    void unstage(int index, MemorySegment band, Staging staging) throws IOException {
        long size = layout.precision().bytes();
        for (int below : staging.below(index)) {
            long runBytes = layout.height(below) * size;
            MemorySegment block = mirror.asSlice(0, layout.height(index) * runBytes);
            get(block, dataStart + staging.position(index, below, dataStart));
            for (long i = 0; i < layout.height(index); i++) {
                MemorySegment.copy(block, i * runBytes, band, (i * layout.cols() + layout.from(below)) * size, runBytes);
            }
        }
    }

    /** Columns {@code first ≤ j < first + count} of a row-major band become rows of another block of memory. */
    private void transpose(MemorySegment band, long width, long height, long first, long count, MemorySegment to) {
        for (long r = 0; r < height; r += SQUARE) {
            for (long c = 0; c < count; c += SQUARE) {
                long rowEnd = Math.min(height, r + SQUARE);
                long colEnd = Math.min(count, c + SQUARE);
                for (long i = r; i < rowEnd; i++) {
                    long at = i * width + first;
                    if (layout.precision() == Precision.F64) {
                        for (long k = c; k < colEnd; k++) {
                            to.set(BITS64, (k * height + i) * Long.BYTES, band.get(BITS64, (at + k) * Long.BYTES));
                        }
                    } else {
                        for (long k = c; k < colEnd; k++) {
                            to.set(BITS32, (k * height + i) * Integer.BYTES, band.get(BITS32, (at + k) * Integer.BYTES));
                        }
                    }
                }
            }
        }
    }

    /** CRC32C of the first bytes: every single flipped byte shows. */
    static int checksum(MemorySegment bytes, long count) {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < count; at += PIECE) {
            crc.update(bytes.asSlice(at, Math.min(PIECE, count - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    private void get(MemorySegment bytes, long position) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            ByteBuffer piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
            while (piece.hasRemaining()) {
                if (file.channel().read(piece, position + at + piece.position()) < 0) {
                    throw new EOFException();
                }
            }
        }
    }

    /** Waits until the disk has what was written before the call. */
    void force() throws IOException {
        file.force();
    }

    /** Gives the file its full length, should the last entries be missing. */
    void extend() throws IOException {
        long end = dataStart + layout.bytesInFile();
        if (file.channel().size() < end) {
            file.through(MemorySegment.ofArray(new byte[1]), end - 1);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
