package gramflow.bench.dist;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A folder as a zip in which a program is still a program: with the permissions that a plain zip of Java's would lose. */
final class Zip {
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

    private Zip() {
    }

    /**
     * Makes it. Links become what they point to, since many an unzip has none.
     *
     * @param folder what goes into it, under its own name
     * @param zip the file; must not be there
     */
    static void of(Path folder, Path zip) throws IOException {
        Map<String, Object> options = Map.of("create", true, "enablePosixFileAttributes", true);
        try (FileSystem inside = FileSystems.newFileSystem(zip, options); Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                Path to = inside.getPath(folder.getFileName().toString(), parts(folder.relativize(file)));
                boolean isFolder = Files.isDirectory(file);
                if (isFolder) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                    Files.setLastModifiedTime(to, Files.getLastModifiedTime(file));
                }
                Files.setPosixFilePermissions(to, isFolder || Files.isExecutable(file) ? PROGRAM : FILE);
            }
        }
    }

    private static String[] parts(Path relative) {
        String[] parts = new String[relative.getNameCount()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = relative.getName(i).toString();
        }
        return parts;
    }
}
