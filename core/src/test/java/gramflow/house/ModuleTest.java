package gramflow.house;

import gramflow.backend.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the module lets out, and what it asks for. */
class ModuleTest {
    private final Path classes = FreshJvm.folderOf(Backends.class);
    private final ModuleDescriptor module = read(classes.resolve("module-info.class"));

    @Test
    void everyPackageButKernelIsExportedToAll() throws IOException {
        try (Stream<Path> files = Files.walk(classes.resolve("gramflow"))) {
            List<String> exported = files.filter(f -> f.toString().endsWith(".class"))
                    .map(f -> classes.relativize(f.getParent()).toString().replace(f.getFileSystem().getSeparator(), ".")).distinct()
                    .filter(p -> !p.equals("gramflow.kernel") && !p.startsWith("gramflow.kernel.")).toList();
            assertThat(module.exports()).allSatisfy(e -> assertThat(e.isQualified()).as(e.toString()).isFalse());
            assertThat(module.exports()).extracting(Exports::source).containsExactlyInAnyOrderElementsOf(exported);
        }
    }

    @Test
    void whatIsNotInEveryJdkIsAskedForNotRequired() {
        Set<String> everywhere = Set.of("java.base", "java.management", "jdk.management");
        assertThat(module.requires()).filteredOn(r -> !everywhere.contains(r.name()))
                .allSatisfy(r -> assertThat(r.modifiers()).as(r.name()).contains(Requires.Modifier.STATIC));
    }

    @Test
    void itOpensNothingAndLooksForBackends() {
        assertThat(module.opens()).isEmpty();
        assertThat(module.isOpen()).isFalse();
        assertThat(module.uses()).contains("gramflow.backend.BackendProvider");
    }

    private static ModuleDescriptor read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
