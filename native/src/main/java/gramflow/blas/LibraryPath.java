package gramflow.blas;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a Linux looks for libraries: the folders of {@code LD_LIBRARY_PATH}, those of {@code /etc/ld.so.conf}, and the usual ones. On other systems, and for what is elsewhere, the loader
 * itself is asked.
 *
 * @param folders in the order of the search
 */
record LibraryPath(List<Path> folders) {
    private static final List<String> USUAL = List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib");

    private static final class OfThisSystem {
        static final LibraryPath PATH = System.getProperty("os.name", "").equals("Linux")
                ? of(Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse(""), Path.of("/etc/ld.so.conf"))
                : new LibraryPath(List.of());
    }

    static LibraryPath ofThisSystem() {
        return OfThisSystem.PATH;
    }

    /** That of a system with such a variable and such a list of folders. */
    static LibraryPath of(String variable, Path list) {
        List<Path> folders = new ArrayList<>();
        Stream.concat(Stream.of(variable.split("[:;]", -1)), Stream.concat(listed(list, 0).stream(), USUAL.stream()))
                .filter(folder -> folder.startsWith("/")).forEach(folder -> folders.add(Path.of(folder)));
        return new LibraryPath(folders.stream().distinct().toList());
    }

    private static List<String> listed(Path list, int depth) {
        List<String> folders = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(list)) {
                String entry = line.replaceFirst("#.*", "").strip();
                if (!entry.startsWith("include ")) {
                    folders.add(entry);
                } else if (depth == 0) {
                    Path pattern = list.resolveSibling(entry.substring("include ".length()).strip());
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
                        List<Path> included = new ArrayList<>();
                        files.forEach(included::add);
                        included.stream().sorted().forEach(file -> folders.addAll(listed(file, depth + 1)));
                    }
                }
            }
        } catch (IOException | InvalidPathException e) {
            // A system without the list has other ways.
        }
        return folders;
    }

    /**
     * The first library of that name that is one for this CPU.
     *
     * @throws LibraryException if there are files of that name, but none can be loaded: what is wrong with the first
     */
    Optional<Path> locate(String name) throws LibraryException {
        LibraryException first = null;
        for (Path folder : folders) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    LibraryFile.check(file);
                    return Optional.of(file);
                } catch (LibraryException e) {
                    first = first == null ? new LibraryException(file + ": " + e.why()) : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return Optional.empty();
    }
}
