package gramflow.bench.dist;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs({OS.LINUX, OS.MAC})
final class ZipTest {
    @TempDir
    private Path temp;

    @Test
    void aProgramIsAProgramStillAndALinkIsWhatItPointsTo() throws IOException {
        Path folder = temp.resolve("house");
        Files.createDirectories(folder.resolve("deep/er"));
        Path program = Files.writeString(folder.resolve("deep/program"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("deep/er/text"), "text");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("deep/er/text"));
        Path zip = temp.resolve("house.zip");

        Zip.of(folder, zip);

        try (FileSystem inside = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inside.getPath("house/deep/program"))))
                    .isEqualTo("rwxr-xr-x");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inside.getPath("house/deep/er/text"))))
                    .isEqualTo("rw-r--r--");
            assertThat(inside.getPath("house/link")).hasContent("text");
        }
    }
}
