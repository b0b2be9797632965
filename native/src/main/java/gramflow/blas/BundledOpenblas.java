package gramflow.blas;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenBLAS that comes as a Maven artifact, {@code org.bytedeco:openblas} with the platform as its classifier, if it is on the class path: unpacked into the {@linkplain CacheFolder
 * cache folder} and used by path, without that artifact's own loader. It brings Fortran's library along, which jblas needs and does not have.
 */
final class BundledOpenblas {
    private static final String ARTIFACT = "org.bytedeco:openblas";

    private BundledOpenblas() {
    }

    /**
     * Its files for a platform.
     *
     * @param classifier the platform, as the artifact has it
     * @param library the BLAS itself
     * @param fortran what it needs beside it, in the order in which they can be loaded
     */
    record Platform(String classifier, String library, List<String> fortran) {
        /** Those that are known. */
        private static final List<Platform> ALL = List.of(linux("linux-x86_64", "libquadmath.so.0", "libgfortran.so.5"),
                linux("linux-arm64", "libgfortran.so.5"), mac("macosx-arm64"), mac("macosx-x86_64"),
                new Platform("windows-x86_64", "libopenblas.dll", List.of()));

        private static Platform linux(String classifier, String... fortran) {
            return new Platform(classifier, "libopenblas.so.0", List.of(fortran));
        }

        private static Platform mac(String classifier) {
            return new Platform(classifier, "libopenblas.0.dylib",
                    List.of("libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib"));
        }

        /** That of a system and CPU as {@code os.name} and {@code os.arch} name them, if there is one. */
        static Optional<Platform> of(String system, String cpu) {
            String name = system.startsWith("Windows")
                    ? "windows"
                    : system.startsWith("Mac") ? "macosx" : system.toLowerCase(Locale.ROOT);
            String architecture = cpu.equals("amd64") ? "x86_64" : cpu.equals("aarch64") ? "arm64" : cpu;
            return ALL.stream().filter(platform -> platform.classifier.equals(name + "-" + architecture)).findFirst();
        }
    }

    /** Unpacked, or why not. */
    private static final class Unpacked {
        private static final Unpacked ONCE = new Unpacked();

        private Optional<Path> library = Optional.empty();
        private List<Path> fortran = List.of();
        private String why = "";

        Unpacked() {
            try {
                unpack();
            } catch (LibraryException e) {
                why = e.why();
            }
        }

        private void unpack() throws LibraryException {
            String system = System.getProperty("os.name", "");
            String cpu = System.getProperty("os.arch", "");
            Platform platform = Platform.of(system, cpu)
                    .orElseThrow(() -> new LibraryException(ARTIFACT + " has nothing for " + system + " on " + cpu));
            Path folder = CacheFolder.path().resolve("openblas");
            try {
                Map<String, URL> resources = new LinkedHashMap<>();
                for (String name : platform.fortran) {
                    resources.put(name, resource(platform, name));
                }
                resources.put(platform.library, resource(platform, platform.library));
                String digest = UnpackedResource.digest(resource(platform, platform.library));
                // Another version gets a folder of its own: this one may be in use.
                folder = folder.resolve(platform.classifier + "-" + digest.substring(0, 16));
                for (Map.Entry<String, URL> each : resources.entrySet()) {
                    boolean main = each.getKey().equals(platform.library);
                    UnpackedResource.unpack(each.getValue(), main ? digest : UnpackedResource.digest(each.getValue()),
                            folder.resolve(each.getKey()));
                }
                Path place = folder;
                library = Optional.of(place.resolve(platform.library));
                fortran = platform.fortran.stream().map(place::resolve).toList();
            } catch (IOException e) {
                throw new LibraryException("%s cannot be unpacked into %s: %s (-D%s=DIR names another folder)".formatted(ARTIFACT, folder,
                        e, CacheFolder.PROPERTY));
            }
        }

        private static URL resource(Platform platform, String name) throws LibraryException {
            URL found = BundledOpenblas.class.getResource("/org/bytedeco/openblas/" + platform.classifier + "/" + name);
            if (found == null) {
                throw new LibraryException("%s for %s is not on the class path".formatted(ARTIFACT, platform.classifier));
            }
            return found;
        }
    }

    /**
     * The library, with what it needs already loaded.
     *
     * @throws LibraryException if it is not on the class path, or cannot be unpacked or loaded
     */
    static Path library() throws LibraryException {
        Path library = Unpacked.ONCE.library.orElseThrow(() -> new LibraryException(Unpacked.ONCE.why));
        loadFortran();
        return library;
    }

    /**
     * Loads Fortran's library, so that others find it.
     *
     * @throws LibraryException if it is not on the class path, or cannot be unpacked or loaded
     */
    static void loadFortran() throws LibraryException {
        if (Unpacked.ONCE.library.isEmpty()) {
            throw new LibraryException(Unpacked.ONCE.why);
        }
        for (Path each : Unpacked.ONCE.fortran) {
            SystemLoader.open(each.toString());
        }
    }

    /** The folder it is unpacked in, if it is. */
    static Optional<Path> folder() {
        return Unpacked.ONCE.library.map(Path::getParent).filter(Files::isDirectory);
    }
}
