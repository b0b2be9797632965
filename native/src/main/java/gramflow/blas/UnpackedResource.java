package gramflow.blas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file out of a jar, for those who can only use files. What is in the folder from before is compared with the jar by SHA-256 at every use, and replaced if it differs: in one
 * step, so that nobody ever sees half a file, and processes that use the old one keep it.
 */
final class UnpackedResource {
    private UnpackedResource() {
    }

    /** SHA-256 of a resource, in hexadecimal. */
    static String digest(URL resource) throws IOException {
        try (InputStream in = open(resource)) {
            return digest(in);
        }
    }

    /**
     * Makes a file hold what a resource holds.
     *
     * @param digest of the resource
     */
    static void unpack(URL resource, String digest, Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                if (digest(in).equals(digest)) {
                    return;
                }
            }
        }
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = Files.createTempFile(folder, file.getFileName() + "-", ".part");
        try {
            try (InputStream in = open(resource); OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static InputStream open(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        // A cached jar stays open, and keeps the file from being replaced.
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static String digest(InputStream in) throws IOException {
        try {
            DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            byte[] buffer = new byte[1 << 16];
            while (digesting.read(buffer) >= 0) {
                // The digest is all that is wanted.
            }
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
