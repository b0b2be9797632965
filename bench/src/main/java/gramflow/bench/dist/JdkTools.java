package gramflow.bench.dist;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;

/** The two tools of the JDK that make a smaller Java. */
final class JdkTools {
    /** What no class file names: JMH and HotSpot's beans are asked for by reflection, and the tables of time zones and character sets by name. */
    private static final List<String> UNNAMED = List.of("jdk.incubator.vector", "jdk.unsupported", "jdk.management", "jdk.jfr",
            "jdk.charsets", "jdk.localedata");

    private JdkTools() {
    }

    /**
     * Modules that the jars need, and those they need without saying so.
     *
     * @throws DistException if jdeps is missing or cannot tell
     */
    static SortedSet<String> modules(List<Path> jars) {
        List<String> arguments = new ArrayList<>(
                List.of("--print-module-deps", "--ignore-missing-deps", "-q", "--multi-release",
                        Integer.toString(Runtime.version().feature())));
        arguments.add("--class-path");
        arguments.add(String.join(File.pathSeparator, jars.stream().map(Path::toString).toList()));
        // A jar of files alone needs nothing, but may call itself a module that requires another, and then jdeps looks for that one and gives up.
        jars.stream().filter(JdkTools::hasClasses).forEach(jar -> arguments.add(jar.toString()));
        SortedSet<String> modules = new TreeSet<>(UNNAMED);
        // The last line: warnings come before it.
        String last = run("jdeps", arguments).strip().lines().reduce((first, second) -> second).orElse("");
        modules.addAll(List.of(last.strip().split(",", -1)));
        return modules;
    }

    private static boolean hasClasses(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class"));
        } catch (IOException e) {
            throw new DistException(jar + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Makes the image.
     *
     * @param folder where; must not be there
     * @throws DistException if jlink is missing or fails
     */
    static void link(SortedSet<String> modules, Path folder) {
        run("jlink", List.of("--add-modules", String.join(",", modules), "--no-header-files", "--no-man-pages", "--generate-cds-archive",
                "--output", folder.toString()));
    }

    private static String run(String name, List<String> arguments) {
        ToolProvider tool = ToolProvider.findFirst(name).orElseThrow(() -> new DistException(
                "this Java has no " + name + ": run dist on a whole JDK (" + System.getProperty("java.home") + " is none)"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status;
        try {
            status = tool.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        } catch (UncheckedIOException e) {
            // A jar that is none.
            throw new DistException(name + " failed: " + e.getMessage());
        }
        if (status != 0) {
            String said = (err + " " + out).strip();
            throw new DistException(name + " ended with " + status + (said.isEmpty() ? "" : ": " + said));
        }
        return out.toString();
    }
}
