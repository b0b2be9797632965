package gramflow.gram;

import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of blocks of numbers and what is said of them: equal only if everything is. For one thread. */
final class Fingerprint {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER];

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a text. */
    void add(String text) {
        digest.update((text + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Adds shape, precision and entries, row after row, whatever the strides. */
    void add(Strided x) {
        add(x.rows() + " x " + x.cols() + " " + x.precision().label());
        addRows(x);
    }

    /** Adds the entries alone: for blocks of rows that are parts of one whole. */
    void addRows(Strided x) {
        long size = x.precision().bytes();
        for (long i = 0; i < x.rows(); i++) {
            if (x.colStride() == 1) {
                long end = x.byteOffset(i, 0) + x.cols() * size;
                for (long at = x.byteOffset(i, 0); at < end; at += BUFFER) {
                    int count = (int) Math.min(BUFFER, end - at);
                    MemorySegment.copy(x.segment(), at, MemorySegment.ofArray(buffer), 0, count);
                    digest.update(buffer, 0, count);
                }
            } else {
                Strided staged = new Strided(MemorySegment.ofArray(buffer), x.precision(), 1, BUFFER / size, BUFFER / size, 1);
                for (long j = 0; j < x.cols();) {
                    int count = (int) Math.min(BUFFER / size, x.cols() - j);
                    for (int k = 0; k < count; k++) {
                        staged.set(0, k, x.get(i, j + k));
                    }
                    digest.update(buffer, 0, (int) (count * size));
                    j += count;
                }
            }
        }
    }

    /** The fingerprint; nothing can be added afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
