package gramflow.gram;

import gramflow.io.DataException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What is finished of a file of bands: a text file beside it, which begins with what the bands depend on and then has a line for each band that has reached the disk. Every line ends
 * with its own checksum, so that a line torn by a power cut is told from a whole one; reading stops at the first that is not whole. While it is open it is locked: a
 * second run on the same output is refused.
 *
 * <pre>
 * gramflow-journal 1 3f1c…            a number of its own, so that a file replaced meanwhile is noticed   9ab0…
 * = data sha256 …                                                                                       77d2…
 * begin                                                                                                 01fe…
 * 17 89abcdef                         band 17 is on the disk, with this CRC32C                              4c5d…
 * </pre>
 */
final class Journal implements Closeable {
    private static final String MAGIC = "gramflow-journal 1 ";
    private static final String BEGIN = "begin";
    private static final String FIELD = "= ";
    /** Far more than a journal of 100,000 bands has. */
    private static final long MOST_BYTES = 1L << 26;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, String> fields;
    private final Map<Integer, Integer> finished;
    private final boolean resumed;
    private long end;

    private Journal(Path file, FileChannel channel, Map<String, String> fields, Map<Integer, Integer> finished, boolean resumed, long end) {
        this.file = file;
        this.channel = channel;
        this.fields = fields;
        this.finished = finished;
        this.resumed = resumed;
        this.end = end;
    }

    /**
     * Opens the journal and locks it, or makes one.
     *
     * @param fields what to write into a new one
     * @throws DataException if another run has it, or it is no journal
     */
    static Journal open(Path file, Map<String, String> fields) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(file, channel);
                Journal journal = read(file, channel, fields);
                // Whoever held the lock may have ended, and deleted the file, between our opening and our locking it.
                if (journal.isTheFileOfThatName()) {
                    return journal;
                }
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
            channel.close();
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the lock ends with the channel
    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new DataException(file, "another run is writing this output; wait for it to end, or name another file");
        }
    }

    private static Journal read(Path file, FileChannel channel, Map<String, String> fields) throws IOException {
        long size = channel.size();
        if (size > MOST_BYTES) {
            throw new DataException(file, "is no journal: %d bytes".formatted(size));
        }
        byte[] bytes = new byte[(int) size];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
            // until all of it is read
        }
        List<String> lines = new ArrayList<>();
        long end = wholeLines(bytes, lines);
        int begin = lines.indexOf(BEGIN);
        if (begin < 0) {
            // A journal is not used before its beginning is on the disk: without it there is no band either.
            if (!lines.isEmpty() || size == 0 || isBlank(bytes) || new String(bytes, StandardCharsets.UTF_8).startsWith(MAGIC)) {
                return create(file, channel, fields);
            }
            throw new DataException(file, "is no journal of a Gram matrix; move it away, or name another output");
        }
        Map<String, String> there = new LinkedHashMap<>();
        for (String line : lines.subList(1, begin)) {
            String[] parts = line.substring(FIELD.length()).split(" ", 2);
            there.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        Map<Integer, Integer> finished = new TreeMap<>();
        for (String line : lines.subList(begin + 1, lines.size())) {
            String[] parts = line.split(" ", -1);
            finished.put(Integer.parseInt(parts[0]), Integer.parseUnsignedInt(parts[1], 16));
        }
        channel.truncate(end);
        return new Journal(file, channel, there, finished, true, end);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Collects the lines, without their checksums, up to the first that is not whole; returns where that one begins. */
    private static long wholeLines(byte[] bytes, List<String> lines) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                int cut = line.lastIndexOf(' ');
                if (cut < 0 || !line.equals(sealed(line.substring(0, cut)))) {
                    return start;
                }
                lines.add(line.substring(0, cut));
                start = i + 1;
            }
        }
        return start;
    }

    private static Journal create(Path file, FileChannel channel, Map<String, String> fields) throws IOException {
        Journal journal = new Journal(file, channel, fields, new TreeMap<>(), false, 0);
        channel.truncate(0);
        StringBuilder text = new StringBuilder();
        text.append(sealed(MAGIC + UUID.randomUUID())).append('\n');
        fields.forEach((name, value) -> text.append(sealed(FIELD + name + " " + oneLine(value))).append('\n'));
        text.append(sealed(BEGIN)).append('\n');
        journal.append(text.toString());
        return journal;
    }

    private boolean isTheFileOfThatName() throws IOException {
        byte[] ours = new byte[MAGIC.length() + UUID.randomUUID().toString().length()];
        channel.read(ByteBuffer.wrap(ours), 0);
        byte[] named = new byte[ours.length];
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.READ)) {
            other.read(ByteBuffer.wrap(named), 0);
        } catch (NoSuchFileException e) {
            return false;
        }
        return java.util.Arrays.equals(ours, named);
    }

    private static String sealed(String line) {
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        return line + " " + Integer.toHexString((int) crc.getValue());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
        channel.force(false);
    }

    /** Whether it was there before: a run is being gone on with. */
    boolean resumed() {
        return resumed;
    }

    /** What the bands depend on, as the journal has it. */
    Map<String, String> fields() {
        return fields;
    }

    /** The bands that are finished, with their checksums. */
    Map<Integer, Integer> finished() {
        return finished;
    }

    /**
     * Refuses to go on with what depends on something else.
     *
     * @throws DataException with every field that differs, and both values
     */
    void requireSame(Map<String, String> asked) {
        List<String> differences = new ArrayList<>();
        asked.forEach((name, value) -> {
            String there = fields.getOrDefault(name, "none");
            if (!there.equals(oneLine(value))) {
                differences.add("%s was %s, is now %s".formatted(name, there, oneLine(value)));
            }
        });
        if (!differences.isEmpty()) {
            throw new DataException(file,
                    "cannot go on with this run: %s; delete %s to begin anew".formatted(String.join("; ", differences),
                            file.getFileName()));
        }
    }

    /** Notes bands that the disk has, and waits until it has the note. */
    void finish(Map<Integer, Integer> bands) throws IOException {
        StringBuilder text = new StringBuilder();
        bands.forEach((band, checksum) -> text.append(sealed(band + " " + Integer.toHexString(checksum))).append('\n'));
        append(text.toString());
        finished.putAll(bands);
    }

    /** Takes back that a band is finished. Only until the journal is closed: it is to be finished again. */
    void forget(int band) {
        finished.remove(band);
    }

    /** Deletes the file, which stays locked until it is closed. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
