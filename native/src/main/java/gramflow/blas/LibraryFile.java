package gramflow.blas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Looks at a file before the system's loader does, whose messages are short of what a person needs: whether it is a shared library at all, whole, and
 * for this CPU. Knows the headers of ELF, Mach-O and PE.
 */
final class LibraryFile {
    private static final int HEAD = 4096;
    private static final int ELF = 0x7F454C46;
    private static final int MACH_O = 0xFEEDFACF;
    private static final int MACH_O_FAT = 0xCAFEBABE;
    private static final int PE = 0x5045_0000;

    /** What {@code os.arch} of this JVM calls a CPU, and what each format does. */
    private static final Map<Integer, String> ELF_MACHINES = Map.of(3, "x86", 40, "arm", 62, "amd64", 183, "aarch64", 243, "riscv64", 21,
            "ppc64le", 22, "s390x");
    private static final Map<Integer, String> MACH_O_MACHINES = Map.of(0x01000007, "amd64", 0x0100000C, "aarch64");
    private static final Map<Integer, String> PE_MACHINES = Map.of(0x8664, "amd64", 0xAA64, "aarch64", 0x014C, "x86");

    /** SHT_DYNAMIC, and DT_NEEDED in it. */
    private static final int DYNAMIC_SECTION = 6;
    private static final int NEEDED = 1;
    private static final ValueLayout.OfInt BIG = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LibraryFile() {
    }

    /**
     * Refuses what the loader could not load.
     *
     * @throws LibraryException if the file is missing, no library of this system, cut off, or for another CPU
     */
    static void check(Path file) throws LibraryException {
        check(file, System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** The same for a system and a CPU as {@code os.name} and {@code os.arch} name them. */
    static void check(Path file, String system, String cpu) throws LibraryException {
        if (!Files.exists(file)) {
            throw new LibraryException("no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new LibraryException("not a file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD);
            while (head.hasRemaining() && channel.read(head) > 0) {
                // A read may stop short of what there is.
            }
            head.flip();
            String machine = system.startsWith("Windows")
                    ? pe(head)
                    : system.startsWith("Mac") ? machO(head, cpu) : elf(head, channel.size());
            // Older JDKs on a Mac say x86_64.
            String expected = cpu.equals("x86_64") ? "amd64" : cpu;
            if (!machine.equals(expected)) {
                throw new LibraryException("a library for " + machine + ", expected one for " + expected);
            }
        } catch (IOException e) {
            throw new LibraryException("cannot be read: " + e.getMessage());
        }
    }

    private static String elf(ByteBuffer head, long size) throws LibraryException {
        requireMagic(head, ELF, "an ELF library");
        require(head, 64);
        head.order(head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        String machine = name(ELF_MACHINES, head.getShort(18) & 0xFFFF);
        if (head.get(4) != 2) {
            throw new LibraryException("a library of 32 bits for " + machine + ", expected 64 bits");
        }
        if (head.getShort(16) != 3) {
            throw new LibraryException("an ELF file, but not a shared library");
        }
        // The table of sections is the last thing in a library as linkers write it.
        long end = head.getLong(40) + (long) (head.getShort(58) & 0xFFFF) * (head.getShort(60) & 0xFFFF);
        if (end > size) {
            throw truncated("%d bytes of %d".formatted(size, end));
        }
        return machine;
    }

    /**
     * Names of the libraries that an ELF library needs to be loaded with; none if that cannot be read, or it is no such library.
     */
    static List<String> needs(Path file) {
        List<String> names = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
            MemorySegment elf = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            if (elf.get(BIG, 0) != ELF || elf.get(ValueLayout.JAVA_BYTE, 5) != 1) {
                return List.of();
            }
            long sections = elf.get(LONG, 40);
            int sectionBytes = elf.get(SHORT, 58);
            for (int s = 0; s < (elf.get(SHORT, 60) & 0xFFFF); s++) {
                long section = sections + (long) s * sectionBytes;
                if (elf.get(INT, section + 4) == DYNAMIC_SECTION) {
                    // Its link is the number of the section that holds its texts.
                    long texts = elf.get(LONG, sections + (long) elf.get(INT, section + 40) * sectionBytes + 24);
                    long begin = elf.get(LONG, section + 24);
                    long end = begin + elf.get(LONG, section + 32);
                    for (long entry = begin; entry < end; entry += 16) {
                        if (elf.get(LONG, entry) == NEEDED) {
                            names.add(elf.getString(texts + elf.get(LONG, entry + 8)));
                        }
                    }
                }
            }
            return names;
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static String machO(ByteBuffer head, String cpu) throws LibraryException {
        int magic = head.remaining() < 8 ? 0 : head.getInt(0);
        if (magic == MACH_O_FAT) {
            String machines = "";
            for (int i = 0; i < head.getInt(4) && 8 + 20 * (i + 1) <= head.remaining(); i++) {
                String machine = name(MACH_O_MACHINES, head.getInt(8 + 20 * i));
                if (machine.equals(cpu)) {
                    return machine;
                }
                machines += machines.isEmpty() ? machine : " and " + machine;
            }
            return machines;
        }
        head.order(ByteOrder.LITTLE_ENDIAN);
        requireMagic(head, MACH_O, "a Mach-O library");
        return name(MACH_O_MACHINES, head.getInt(4));
    }

    private static String pe(ByteBuffer head) throws LibraryException {
        head.order(ByteOrder.LITTLE_ENDIAN);
        if (head.remaining() < 2 || head.getShort(0) != 0x5A4D) {
            throw foreign(head, "a Windows library");
        }
        require(head, 64);
        int at = head.getInt(60);
        if (at < 0 || at > head.remaining() - 6) {
            throw truncated(head.remaining() + " bytes");
        }
        if (Integer.reverseBytes(head.getInt(at)) != PE) {
            throw foreign(head, "a Windows library");
        }
        return name(PE_MACHINES, head.getShort(at + 4) & 0xFFFF);
    }

    private static String name(Map<Integer, String> machines, int code) {
        return Objects.requireNonNullElse(machines.get(code), "CPU number " + code);
    }

    private static void requireMagic(ByteBuffer head, int magic, String expected) throws LibraryException {
        if (head.remaining() < 4 || head.getInt(0) != magic) {
            throw foreign(head, expected);
        }
    }

    private static void require(ByteBuffer head, int bytes) throws LibraryException {
        if (head.remaining() < bytes) {
            throw truncated(head.remaining() + " bytes");
        }
    }

    private static LibraryException foreign(ByteBuffer head, String expected) {
        if (!head.hasRemaining()) {
            return new LibraryException("an empty file");
        }
        byte[] start = new byte[Math.min(4, head.remaining())];
        head.get(0, start);
        return new LibraryException("not " + expected + ": it begins with the bytes " + HexFormat.ofDelimiter(" ").formatHex(start));
    }

    private static LibraryException truncated(String found) {
        return new LibraryException("cut off: " + found);
    }
}
