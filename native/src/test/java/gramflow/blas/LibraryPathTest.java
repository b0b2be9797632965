package gramflow.blas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledOnOs(OS.LINUX)
class LibraryPathTest {
    @TempDir
    Path temp;

    @Test
    void foldersComeInTheOrderOfTheLoader() throws IOException {
        Files.createDirectories(temp.resolve("conf.d"));
        Path list = Files.writeString(temp.resolve("ld.so.conf"), "# comment\n/first\ninclude conf.d/*.conf\n/last # so\n");
        Files.writeString(temp.resolve("conf.d/b.conf"), "/b\n");
        Files.writeString(temp.resolve("conf.d/a.conf"), "/a\n/first\n");
        Files.writeString(temp.resolve("conf.d/c.txt"), "/not\n");
        assertThat(LibraryPath.of("/variable:relative::/other", list).folders()).startsWith(Path.of("/variable"), Path.of("/other"),
                Path.of("/first"), Path.of("/a"), Path.of("/b"), Path.of("/last")).contains(Path.of("/usr/lib")).doesNotHaveDuplicates();
        assertThat(LibraryPath.of("", temp.resolve("none")).folders()).first().isEqualTo(Path.of("/lib64"));
    }

    @Test
    void aLibraryThatCannotBeLoadedIsPassedOverForALaterOne() throws Exception {
        Path broken = Files.createDirectories(temp.resolve("broken"));
        Path whole = Files.createDirectories(temp.resolve("whole"));
        Files.writeString(broken.resolve("libopenblas.so.0"), "");
        Files.createSymbolicLink(whole.resolve("libopenblas.so.0"), BundledOpenblas.library());
        LibraryPath path = LibraryPath.of(broken + ":" + whole, temp.resolve("none"));
        assertThat(path.locate("libopenblas.so.0")).contains(whole.resolve("libopenblas.so.0"));
        assertThat(path.locate("libsuch.so.nowhere")).isEmpty();
        assertThatThrownBy(() -> LibraryPath.of(broken.toString(), temp.resolve("none")).locate("libopenblas.so.0"))
                .isInstanceOf(LibraryException.class).hasMessage(broken.resolve("libopenblas.so.0") + ": an empty file");
    }
}
