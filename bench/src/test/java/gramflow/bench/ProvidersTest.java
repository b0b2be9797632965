package gramflow.bench;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A provider is found on the module path by {@code provides}, on the class path by {@code META-INF/services}: one declared in one way alone is missing
 * from the other, silently. The class path of this test holds every module of Gramflow.
 */
class ProvidersTest {
    private static final String SERVICES = "META-INF/services/";

    @Test
    void everyModuleDeclaresTheSameProvidersBothWays() throws IOException {
        List<ModuleReference> modules = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(ProvidersTest::ours).flatMap(path -> ModuleFinder.of(path).findAll().stream()).toList();
        assertThat(modules).extracting(m -> m.descriptor().name()).containsExactlyInAnyOrder("gramflow.core", "gramflow.blas");
        for (ModuleReference module : modules) {
            assertThat(onTheClassPath(module)).as(module.descriptor().name()).isEqualTo(onTheModulePath(module));
        }
    }

    @Test
    void providersDeclaredInOneWayAloneAreToldApart(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("module-info.java"), "module made { provides Runnable with made.Named; }");
        Path named = Files.writeString(folder.resolve("Named.java"),
                "package made; public class Named implements Runnable { public void run() { } }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), source.toString(), named.toString()))
                .isZero();
        Files.createDirectories(folder.resolve(SERVICES));
        Files.writeString(folder.resolve(SERVICES + "java.lang.Runnable"), "# of old\n\nmade.Listed # still\n");
        ModuleReference module = ModuleFinder.of(folder).find("made").orElseThrow();
        assertThat(onTheModulePath(module)).isEqualTo(Map.of("java.lang.Runnable", Set.of("made.Named")));
        assertThat(onTheClassPath(module)).isEqualTo(Map.of("java.lang.Runnable", Set.of("made.Listed")));
    }

    /** Folders of classes with a descriptor, and Gramflow's jars; other people's jars may have no module name at all. */
    private static boolean ours(Path path) {
        return Files.exists(path.resolve("module-info.class")) || path.getFileName().toString().startsWith("gramflow-");
    }

    private static Map<String, Set<String>> onTheModulePath(ModuleReference module) {
        return module.descriptor().provides().stream().collect(Collectors.toMap(Provides::service, p -> new TreeSet<>(p.providers())));
    }

    private static Map<String, Set<String>> onTheClassPath(ModuleReference module) throws IOException {
        Map<String, Set<String>> services = new TreeMap<>();
        try (ModuleReader reader = module.open(); Stream<String> names = reader.list()) {
            for (String name : names.filter(n -> n.startsWith(SERVICES) && !n.endsWith("/")).toList()) {
                String text = StandardCharsets.UTF_8.decode(reader.read(name).orElseThrow()).toString();
                services.put(name.substring(SERVICES.length()), text.lines().map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty()).collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return services;
    }
}
