package gramflow.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The files in which Linux describes a machine, below a root: {@code /} for this machine, a folder of recorded files for another. Whatever is missing or
 * makes no sense is empty, never an exception; on other systems everything is missing.
 *
 * @param root where {@code proc} and {@code sys} are
 */
record SystemFiles(Path root) {

    /** Those of this machine. */
    static SystemFiles ofThisMachine() {
        return new SystemFiles(Path.of("/"));
    }

    /** The lines of a file; none if it cannot be read. */
    List<String> lines(String file) {
        try {
            // Latin-1 takes any byte: a model name may hold a ® in whatever encoding.
            return Files.readAllLines(root.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }

    /** The first line of a file, if it has one that is not blank. */
    Optional<String> line(String file) {
        return lines(file).stream().findFirst().map(String::strip).filter(line -> !line.isEmpty());
    }

    /** The entries of a folder whose names are {@code prefix} and a number, in order of that number. */
    List<Integer> numbered(String folder, String prefix) {
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).filter(name -> name.startsWith(prefix))
                    .flatMap(name -> number(name.substring(prefix.length())).stream().mapToObj(n -> (int) n)).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The value of {@code key} in lines such as {@code key : value}: the first one found. */
    static Optional<String> field(List<String> lines, String key) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return Optional.of(line.substring(colon + 1).strip()).filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** A number ≥ 0 of at most nine digits. */
    private static OptionalLong number(String text) {
        return text.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Bytes, from {@code 48K}, {@code 1024 kB}, {@code 32M}, {@code 4096}. */
    static OptionalLong bytes(String text) {
        String digits = text.replaceFirst("[^0-9].*", "");
        if (digits.isEmpty()) {
            return OptionalLong.empty();
        }
        String unit = text.substring(digits.length()).strip();
        long factor = switch (unit) {
            case "" -> 1;
            case "K", "kB" -> 1L << 10;
            case "M", "MB" -> 1L << 20;
            case "G", "GB" -> 1L << 30;
            default -> 0;
        };
        try {
            return factor == 0 ? OptionalLong.empty() : OptionalLong.of(Math.multiplyExact(Long.parseLong(digits), factor));
        } catch (NumberFormatException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** The CPUs of a list such as {@code 0-3,8,10-11}; none if it is not one. */
    static List<Integer> cpus(String list) {
        BitSet cpus = new BitSet();
        for (String range : list.strip().split(",", -1)) {
            String[] ends = range.split("-", -1);
            OptionalLong from = number(ends[0]);
            OptionalLong to = ends.length == 2 ? number(ends[1]) : from;
            // A million CPUs are no machine's, and too many to list.
            if (ends.length > 2 || from.isEmpty() || to.isEmpty() || to.getAsLong() < from.getAsLong() || to.getAsLong() >= 1 << 20) {
                return List.of();
            }
            cpus.set((int) from.getAsLong(), (int) to.getAsLong() + 1);
        }
        return cpus.stream().boxed().toList();
    }

    /** The CPUs this process may run on; none if that is not known. */
    List<Integer> allowedCpus() {
        return field(lines("proc/self/status"), "Cpus_allowed_list").map(SystemFiles::cpus).orElse(List.of());
    }
}
