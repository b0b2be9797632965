package gramflow.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/** Writes results as JSON: the whole file or none of it. */
public final class JsonFile {
    private static final JSON JSON_WRITER = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES);

    private JsonFile() {
    }

    /**
     * Refuses, before any work is done, a file that could not be written after it.
     *
     * @throws UsageException if it is a folder, or lies in none
     */
    public static void check(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new UsageException(file + ": is a folder, expected a file to write");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException(file + ": its folder does not exist");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new UsageException(file + ": permission denied");
        }
    }

    /**
     * What {@link #write} writes.
     *
     * @throws IOException if {@code content} holds what JSON has no way to write
     */
    static String text(Map<String, ?> content) throws IOException {
        return JSON_WRITER.asString(content) + "\n";
    }

    /**
     * Writes {@code content}, of maps, lists, strings, numbers and booleans, in UTF-8; numbers that are not finite become the strings {@code "NaN"} and
     * {@code "Infinity"}.
     *
     * @throws IOException if the file cannot be written; what was there before is then still there
     */
    public static void write(Path file, Map<String, ?> content) throws IOException {
        String text = text(content);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or /dev/stdout: it cannot be replaced, only written to.
            Files.writeString(file, text);
            return;
        }
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file;
        Path whole = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(whole, text);
            Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
