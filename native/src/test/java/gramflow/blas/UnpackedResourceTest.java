package gramflow.blas;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnpackedResourceTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path temp;
    private URL resource;
    private Path file;

    @BeforeEach
    void pack() throws IOException {
        Path jar = temp.resolve("a.jar");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("folder/abc"));
            entries.write("abc".getBytes(StandardCharsets.US_ASCII));
        }
        resource = URI.create("jar:" + jar.toUri() + "!/folder/abc").toURL();
        file = temp.resolve("cache/deep/abc");
    }

    @Test
    void theDigestIsThatOfTheContents() throws IOException {
        assertThat(UnpackedResource.digest(resource)).isEqualTo(SHA256_OF_ABC);
    }

    @Test
    void aFileThatIsRightStaysAndOneThatIsNotIsReplaced() throws IOException {
        UnpackedResource.unpack(resource, SHA256_OF_ABC, file);
        assertThat(file).hasContent("abc");
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, longAgo);
        UnpackedResource.unpack(resource, SHA256_OF_ABC, file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
        Files.writeString(file, "abd");
        UnpackedResource.unpack(resource, SHA256_OF_ABC, file);
        assertThat(file).hasContent("abc");
        Files.writeString(file, "ab");
        UnpackedResource.unpack(resource, SHA256_OF_ABC, file);
        assertThat(file).hasContent("abc");
    }

    @Test
    void manyAtOnceLeaveOneWholeFileAndNoOther() throws IOException {
        CompletableFuture.allOf(IntStream.range(0, 16).mapToObj(i -> CompletableFuture.runAsync(() -> {
            try {
                UnpackedResource.unpack(resource, SHA256_OF_ABC, file);
                assertThat(file).hasContent("abc");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })).toArray(CompletableFuture[]::new)).join();
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whereNoFolderCanBeMadeNothingIsLeftBehind() throws IOException {
        Path blocked = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> UnpackedResource.unpack(resource, SHA256_OF_ABC, blocked.resolve("abc"))).isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchFileException.class);
        assertThat(blocked).hasContent("");
    }
}
