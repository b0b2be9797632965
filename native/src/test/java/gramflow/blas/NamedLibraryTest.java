package gramflow.blas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class NamedLibraryTest {
    @TempDir
    Path temp;

    private static NamedLibrary.Opened open(String name) {
        return NamedLibrary.open(name, null).orElseThrow();
    }

    @Test
    void withoutANameThereIsNone() {
        assertThat(NamedLibrary.open(null, null)).isEmpty();
        assertThat(NamedLibrary.open("", "")).isEmpty();
    }

    @Test
    void theOpenblasThatCameAlongIsOpenedAndToldOfByItsOwnCalls() {
        Library library = open("maven").library().orElseThrow();
        assertThat(library.family()).isEqualTo(Family.OPENBLAS);
        assertThat(library.identity().version()).isEqualTo("0.3.31");
        assertThat(library.identity().core()).isNotBlank();
        assertThat(library.wide()).isFalse();
        assertThat(library.description()).startsWith("OpenBLAS 0.3.31, kernels for ").contains("32-bit integers", "LAPACK")
                .endsWith("(from Maven)");
    }

    @Test
    void thePropertyComesBeforeTheVariable() {
        assertThat(NamedLibrary.open("/nowhere/a", "/nowhere/b").orElseThrow().told()).isEqualTo("-Dgramflow.blas.library=/nowhere/a");
        assertThat(NamedLibrary.open(null, "/nowhere/b").orElseThrow().told()).isEqualTo("GRAMFLOW_BLAS=/nowhere/b");
    }

    @Test
    void aMissingAForeignAndACutOffFileAreRefusedWithTheReason() throws Exception {
        assertThat(open(temp.resolve("none.so").toString()).why()).isEqualTo("no such library");
        assertThat(open("libno-such-blas.so.7").why()).isEqualTo("no such library");
        Path text = Files.writeString(temp.resolve("text.so"), "text");
        assertThat(open(text.toString()).why()).contains("it begins with the bytes 74 65 78 74");
        byte[] half = Arrays.copyOf(Files.readAllBytes(BundledOpenblas.library()), 1 << 20);
        Path cut = Files.write(temp.resolve("cut.so"), half);
        assertThat(open(cut.toString()).library()).isEmpty();
        assertThat(open(cut.toString()).why()).startsWith("cut off: 1048576 bytes of ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLibraryThatIsNoBlasIsRefusedForTheSymbolItLacks() throws IOException {
        assertThat(open("libm.so.6").why()).isEqualTo("it has no cblas_dgemm: not a BLAS with the C interface");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLibraryWhoseOwnNeedsAreMissingIsRefusedWithTheirName() throws Exception {
        // Its name of a needed library, changed in place to one that is nowhere.
        byte[] bytes = Files.readAllBytes(BundledOpenblas.library());
        replace(bytes, "libgfortran.so.5\0", "libnowhere.so.55\0");
        Path orphan = Files.write(temp.resolve("orphan.so"), bytes);
        assertThat(open(orphan.toString()).why()).startsWith("libnowhere.so.55: cannot open shared object file");
    }

    private static void replace(byte[] bytes, String text, String by) {
        byte[] from = text.getBytes(StandardCharsets.US_ASCII);
        byte[] to = by.getBytes(StandardCharsets.US_ASCII);
        assertThat(to).hasSameSizeAs(from);
        int at = 0;
        while (!Arrays.equals(bytes, at, at + from.length, from, 0, from.length)) {
            at++;
        }
        System.arraycopy(to, 0, bytes, at, to.length);
    }

    @Test
    void noneIsANameToo() {
        assertThat(open("none").none()).isTrue();
        assertThat(open("none").library()).isEmpty();
        assertThat(open("/nowhere/none").none()).isFalse();
    }
}
