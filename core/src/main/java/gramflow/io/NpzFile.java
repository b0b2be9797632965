package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * NumPy's {@code .npz} files: named arrays in a zip archive, as {@code savez} and {@code savez_compressed} write them, zip64 included. Checksums are
 * held against what is read. Written: not compressed, and the same bytes for the same arrays. Not thread-safe.
 */
public final class NpzFile implements Closeable {
    private static final String SUFFIX = ".npy";
    /** The earliest time a zip entry can bear: the same arrays make the same file. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path file;
    private final ZipFile zip;
    private final long zipSize;
    private final @Nullable Path unpacked;

    private NpzFile(Path file, Path archive, @Nullable Path unpacked) throws IOException {
        this.file = file;
        this.unpacked = unpacked;
        try {
            this.zipSize = Files.size(archive);
            this.zip = new ZipFile(archive.toFile());
        } catch (ZipException e) {
            throw new DataException(file, "is no zip archive, or a truncated one: " + e.getMessage()).causedBy(e);
        }
    }

    /**
     * Opens an archive and reads its directory.
     *
     * @throws DataException if the file is missing, or no zip archive
     */
    public static NpzFile open(Path file) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            return open(source);
        }
    }

    /** An archive has its directory at the end: one that is packed itself, or comes through a pipe, is first written to a temporary file. */
    static NpzFile open(ByteSource source) throws IOException {
        if (source.isPlainFile()) {
            return new NpzFile(source.file(), source.file(), null);
        }
        Path unpacked = Files.createTempFile("gramflow", ".npz");
        try {
            try (OutputStream out = Files.newOutputStream(unpacked)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = source.read(buffer, 0, buffer.length); n > 0; n = source.read(buffer, 0, buffer.length)) {
                    out.write(buffer, 0, n);
                }
            }
            return new NpzFile(source.file(), unpacked, unpacked);
        } catch (IOException | RuntimeException | Error e) {
            Files.delete(unpacked);
            throw e;
        }
    }

    /** Names of the arrays, in the order of the archive. */
    public List<String> keys() {
        return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length())).toList();
    }

    /**
     * Reads an array in the precision given. NaN and ∞ are let through.
     *
     * @throws DataException if there is none of that name, or it is damaged or holds no plain numbers
     */
    public NpyArray read(String key, Precision precision) throws IOException {
        try (ByteSource source = source(key)) {
            return NpyFile.read(source, precision);
        }
    }

    /** The rows of an array that the options ask for. */
    Matrix read(String key, ReadOptions options) throws IOException {
        try (ByteSource source = source(key)) {
            return NpyFile.read(source, options);
        }
    }

    private ByteSource source(String key) throws IOException {
        ZipEntry entry = zip.getEntry(key + SUFFIX);
        if (entry == null) {
            List<String> keys = keys();
            String held = keys.isEmpty() ? "no array" : String.join(", ", keys);
            throw new DataException(file, "no array '%s'; the file holds %s".formatted(key, held));
        }
        boolean stored = entry.getMethod() == ZipEntry.STORED;
        if (stored && (entry.getSize() != entry.getCompressedSize() || entry.getSize() > zipSize)) {
            throw new DataException(file,
                    "damaged zip data: '%s' of %d bytes in an archive of %d".formatted(key, entry.getSize(), zipSize));
        }
        try {
            BufferedInputStream in = new BufferedInputStream(new CheckedEntry(zip.getInputStream(entry), entry.getCrc()));
            return new ByteSource(file, file + "[" + key + "]", "zip", in, stored, entry.getSize());
        } catch (ZipException e) {
            throw new DataException(file, "damaged zip data: " + e.getMessage()).causedBy(e);
        }
    }

    /** {@link ZipFile} does not check what it unpacks. */
    private static final class CheckedEntry extends FilterInputStream {
        private final CRC32 crc = new CRC32();
        private final long expected;

        CheckedEntry(InputStream in, long expected) {
            super(in);
            this.expected = expected;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int at, int count) throws IOException {
            int n = in.read(to, at, count);
            if (n >= 0) {
                crc.update(to, at, n);
            } else if (crc.getValue() != expected) {
                throw new ZipException("checksum differs");
            }
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /** Closes the archive; arrays read stay. */
    @Override
    public void close() throws IOException {
        zip.close();
        if (unpacked != null) {
            Files.deleteIfExists(unpacked);
        }
    }

    /**
     * Writes arrays in the order of the map. If they cannot be written whole, no file is left, and one that was there is left as it was.
     *
     * @param arrays by name
     * @throws DataException if the folder is missing, or the file may not be written
     * @throws IOException if the machine cannot: the disk is full
     */
    public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
        try (OutputFile output = OutputFile.open(file)) {
            ZipOutputStream zip = new ZipOutputStream(output.stream());
            for (Map.Entry<String, NpyArray> named : arrays.entrySet()) {
                NpyArray array = named.getValue();
                zip.putNextEntry(entry(named.getKey(), array));
                NpyFile.write(zip, array);
                zip.closeEntry();
            }
            zip.finish();
            output.commit();
        } catch (IOException e) {
            throw OutputFile.named(file, e);
        }
    }

    /** What is stored, not packed, has size and checksum before its data, so these are made twice. */
    private static ZipEntry entry(String key, NpyArray array) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        NpyFile.write(checked, array);
        Matrix matrix = array.matrix();
        ZipEntry entry = new ZipEntry(key + SUFFIX);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(NO_TIME);
        entry.setCrc(checked.getChecksum().getValue());
        entry.setSize(NpyHeader.of(matrix.precision(), array.shape()).length + matrix.rows() * matrix.cols() * matrix.precision().bytes());
        return entry;
    }
}
