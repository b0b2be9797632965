package gramflow.bench.dist;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What {@code dist} has made.
 *
 * @param folder the folder: {@code gramflow}, {@code gramflow.cmd}, {@code image}, {@code lib}
 * @param zip the same as one file
 * @param modules modules of the Java in it
 */
public record Distribution(Path folder, Path zip, SortedSet<String> modules) {
    private static final List<String> FILES = List.of("gramflow", "gramflow.cmd", "LICENSE", "README.txt");

    /**
     * Makes one.
     *
     * @param parent where the folder and the zip go; made if it is not there
     * @param version of Gramflow, for their names
     * @param jars the class path
     * @param progress hears what is being done, a line each
     * @throws FileAlreadyExistsException if it is there already
     * @throws DistException if this Java cannot make an image
     */
    public static Distribution make(Path parent, String version, List<Path> jars, Consumer<String> progress) throws IOException {
        String name = name(version);
        Path folder = parent.resolve(name);
        Path zip = parent.resolve(name + ".zip");
        for (Path existing : List.of(folder, zip)) {
            if (Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(existing.toString());
            }
        }
        Files.createDirectories(parent);
        // Under another name until it is whole: what is there under its name can be used.
        Path part = Files.createTempDirectory(parent, "." + name + ".");
        try {
            progress.accept("which modules of Java are needed");
            SortedSet<String> modules = JdkTools.modules(jars);
            progress.accept("an image of " + modules.size() + " modules");
            Path whole = Files.createDirectory(part.resolve(name));
            JdkTools.link(modules, whole.resolve("image"));
            Path lib = Files.createDirectory(whole.resolve("lib"));
            for (Path jar : jars) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
            for (String file : FILES) {
                copyResource(file, whole.resolve(file));
            }
            makeExecutable(whole.resolve("gramflow"));
            progress.accept("a zip of it");
            Path zipped = part.resolve(name + ".zip");
            Zip.of(whole, zipped);
            Files.move(whole, folder);
            Files.move(zipped, zip);
            return new Distribution(folder, zip, modules);
        } finally {
            delete(part);
        }
    }

    /** {@code gramflow-0.1.0-linux-amd64}. */
    static String name(String version) {
        String os = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT).split(" ", 2)[0];
        return "gramflow-" + version + "-" + os + "-" + System.getProperty("os.arch", "unknown");
    }

    /**
     * The jars this JVM runs from.
     *
     * @throws DistException if it runs from a folder of classes
     */
    public static List<Path> runningJars() {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.endsWith(".jar")) {
                throw new DistException("dist packs the jars it runs from, and this runs from " + (entry.isEmpty() ? "none" : entry)
                        + ": use the launcher, ./gramflow dist");
            }
            jars.add(Path.of(entry));
        }
        return jars;
    }

    private static void copyResource(String name, Path to) throws IOException {
        try (InputStream in = Objects.requireNonNull(Distribution.class.getResourceAsStream(name), name + " is not in the jar")) {
            Files.copy(in, to);
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + ": cannot be made executable");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
