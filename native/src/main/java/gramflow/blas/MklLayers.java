package gramflow.blas;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * MKL's {@code libmkl_rt} is a front: at the first call that needs them it loads the libraries that do the work, and where one is missing it ends the process. So it is seen to
 * beforehand that they are there, and the one that brings threads is chosen among those that are.
 */
final class MklLayers {
    private static final Pattern FRONT = Pattern.compile("libmkl_rt(\\.so(\\.\\d+)?)");
    /** MKL_CBWR_AUTO. */
    private static final int REPRODUCIBLE = 2;

    /** A threading layer: its number, its library, and what that needs in turn. */
    private enum Layer {
        SEQUENTIAL(1, "libmkl_sequential", ""), INTEL(0, "libmkl_intel_thread", "libiomp5.so"), GNU(3, "libmkl_gnu_thread", "libgomp.so.1");

        private final int number;
        private final String library;
        private final String needs;

        Layer(int number, String library, String needs) {
            this.number = number;
            this.library = library;
            this.needs = needs;
        }
    }

    private MklLayers() {
    }

    /**
     * Chooses; to be called before anything else of MKL.
     *
     * @param ownThreads whether it is to compute on threads of its own
     * @throws LibraryException if what it would load is not there
     */
    static void choose(Symbols symbols, boolean ownThreads) throws LibraryException {
        FunctionDescriptor setter = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        Optional<Path> front = symbols.find("cblas_dgemm").flatMap(SystemLoader::fileOf).flatMap(MklLayers::real);
        Matcher name = FRONT.matcher(front.map(file -> file.getFileName().toString()).orElse(""));
        if (front.isPresent() && name.matches()) {
            Path folder = front.get().resolveSibling("");
            String end = name.group(1);
            for (String part : List.of("libmkl_core", "libmkl_intel_lp64")) {
                if (!Files.exists(folder.resolve(part + end))) {
                    throw new LibraryException("it needs %s beside it, and would end the process without".formatted(part + end));
                }
            }
            Layer layer = layers(ownThreads).stream().filter(each -> isThere(each, folder, end)).findFirst()
                    .orElseThrow(() -> new LibraryException(
                            "it needs one of libmkl_sequential%s, libmkl_intel_thread%s with libiomp5.so, libmkl_gnu_thread%s with libgomp.so.1, and would end the process without"
                                    .formatted(end, end, end)));
            symbols.call("MKL_Set_Threading_Layer", setter, layer.number);
        }
        // Else the bits of a result depend on where the memory begins.
        if (symbols.has("MKL_CBWR_Set")) {
            symbols.call("MKL_CBWR_Set", setter, REPRODUCIBLE);
        }
    }

    private static List<Layer> layers(boolean ownThreads) {
        List<Layer> layers = new ArrayList<>(List.of(Layer.values()));
        if (ownThreads) {
            layers.remove(Layer.SEQUENTIAL);
        }
        return layers;
    }

    private static boolean isThere(Layer layer, Path folder, String end) {
        if (!Files.exists(folder.resolve(layer.library + end))) {
            return false;
        }
        return layer.needs.isEmpty() || Stream.of(folder.resolve(layer.needs).toString(), layer.needs).anyMatch(MklLayers::opens);
    }

    /** Opened here, it is found by name afterwards. */
    private static boolean opens(String library) {
        try {
            return SystemLoader.open(library).find("omp_get_max_threads").isPresent();
        } catch (LibraryException e) {
            return false;
        }
    }

    private static Optional<Path> real(String file) {
        try {
            return Optional.of(Path.of(file).toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
