package gramflow.blas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that no loader could load are refused with what is wrong with them; headers are made here, of every kind. */
class LibraryFileTest {
    private static final short AMD64 = 62;
    private static final short AARCH64 = 183;

    @TempDir
    Path temp;
    private Path file;

    @BeforeEach
    void name() {
        file = temp.resolve("libblas.so");
    }

    /** Header of a 64-bit ELF file whose table of sections ends with the file. */
    private static ByteBuffer elf(short machine) {
        ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(0, new byte[]{0x7F, 'E', 'L', 'F', 2, 1, 1});
        elf.putShort(16, (short) 3).putShort(18, machine).putLong(40, 128).putShort(58, (short) 64).putShort(60, (short) 2);
        return elf;
    }

    private void write(ByteBuffer bytes) throws IOException {
        byte[] all = new byte[bytes.capacity()];
        bytes.get(0, all);
        Files.write(file, all);
    }

    private void refused(String system, String cpu, String why) {
        assertThatThrownBy(() -> LibraryFile.check(file, system, cpu)).isInstanceOf(LibraryException.class).hasMessage(why);
    }

    @Test
    void aLibraryForThisCpuPasses() throws IOException {
        write(elf(AMD64));
        assertThatCode(() -> LibraryFile.check(file, "Linux", "amd64")).doesNotThrowAnyException();
        write(elf(AARCH64));
        assertThatCode(() -> LibraryFile.check(file, "Linux", "aarch64")).doesNotThrowAnyException();
    }

    @Test
    void aLibraryForAnotherCpuIsRefusedWithBothNames() throws IOException {
        write(elf(AARCH64));
        refused("Linux", "amd64", "a library for aarch64, expected one for amd64");
        write(elf((short) 999));
        refused("Linux", "amd64", "a library for CPU number 999, expected one for amd64");
    }

    @ParameterizedTest
    @CsvSource({"255, 255 bytes of 256", "64, 64 bytes of 256", "63, 63 bytes", "4, 4 bytes"})
    void aTruncatedLibraryIsRefusedWithItsSize(int bytes, String found) throws IOException {
        byte[] beginning = new byte[bytes];
        elf(AMD64).get(0, beginning);
        Files.write(file, beginning);
        refused("Linux", "amd64", "cut off: " + found);
    }

    @Test
    void whatIsNoLibraryIsRefusedWithItsFirstBytes() throws IOException {
        Files.writeString(file, "/* GNU ld script */");
        refused("Linux", "amd64", "not an ELF library: it begins with the bytes 2f 2a 20 47");
        Files.writeString(file, "");
        refused("Linux", "amd64", "an empty file");
        Files.writeString(file, "MZ");
        refused("Linux", "amd64", "not an ELF library: it begins with the bytes 4d 5a");
        refused("Mac OS X", "aarch64", "not a Mach-O library: it begins with the bytes 4d 5a");
    }

    @Test
    void aProgramAndALibraryOf32BitsAreNoLibrariesToLoad() throws IOException {
        write(elf(AMD64).putShort(16, (short) 2));
        refused("Linux", "amd64", "an ELF file, but not a shared library");
        write(elf((short) 3).put(4, (byte) 1));
        refused("Linux", "amd64", "a library of 32 bits for x86, expected 64 bits");
    }

    @Test
    void aMissingFileAndAFolderAreRefused() {
        refused("Linux", "amd64", "no such file");
        file = temp;
        refused("Linux", "amd64", "not a file");
    }

    @Test
    void machOIsToldByItsCpuAlsoAmongSeveral() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0xFEEDFACF).putInt(4, 0x0100000C);
        write(one);
        assertThatCode(() -> LibraryFile.check(file, "Mac OS X", "aarch64")).doesNotThrowAnyException();
        refused("Mac OS X", "x86_64", "a library for aarch64, expected one for amd64");
        ByteBuffer fat = ByteBuffer.allocate(64).putInt(0, 0xCAFEBABE).putInt(4, 2).putInt(8, 0x01000007).putInt(28, 0x0100000C);
        write(fat);
        assertThatCode(() -> LibraryFile.check(file, "Mac OS X", "aarch64")).doesNotThrowAnyException();
        assertThatCode(() -> LibraryFile.check(file, "Mac OS X", "amd64")).doesNotThrowAnyException();
        refused("Mac OS X", "riscv64", "a library for amd64 and aarch64, expected one for riscv64");
    }

    @Test
    void windowsLibrariesAreToldByTheirCpu() throws IOException {
        ByteBuffer pe = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        pe.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(60, 128).put(128, (byte) 'P').put(129, (byte) 'E').putShort(132, (short) 0x8664);
        write(pe);
        assertThatCode(() -> LibraryFile.check(file, "Windows 11", "amd64")).doesNotThrowAnyException();
        refused("Windows 11", "aarch64", "a library for amd64, expected one for aarch64");
        write(pe.putInt(60, 1000));
        refused("Windows 11", "amd64", "cut off: 256 bytes");
    }

    @Test
    void whatIsNoElfLibraryNeedsNothing() throws IOException {
        assertThat(LibraryFile.needs(file)).isEmpty();
        Files.writeString(file, "text");
        assertThat(LibraryFile.needs(file)).isEmpty();
        write(elf(AMD64));
        assertThat(LibraryFile.needs(file)).isEmpty();
    }

    @Test
    void whatALibraryNeedsIsReadFromIt() throws Exception {
        Path openblas = BundledOpenblas.library();
        if (openblas.toString().endsWith(".so.0")) {
            assertThat(LibraryFile.needs(openblas)).contains("libgfortran.so.5", "libc.so.6");
        }
        assertThatCode(() -> LibraryFile.check(openblas)).doesNotThrowAnyException();
    }
}
