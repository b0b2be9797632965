package gramflow.blas;

import gramflow.machine.Cpu;
import gramflow.machine.PropertyException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Variables that a library reads when it is loaded, set in this process before that. What the user has set in the environment stays, but for the number of threads. The property
 * {@value #PROPERTY} replaces what is set by default: {@code none}, or {@code NAME=value,NAME=value}.
 */
final class Switches {
    /** System property. */
    static final String PROPERTY = "gramflow.blas.environment";

    /** What OpenBLAS's kernels for 512-bit vectors need. */
    private static final List<String> AVX512 = List.of("avx512f", "avx512dq", "avx512bw", "avx512vl");

    private Switches() {
    }

    private static final class Once {
        static final Map<String, String> VARIABLES = set();

        private static Map<String, String> set() {
            Map<String, String> variables = of(System.getProperty(PROPERTY), Cpu.current());
            variables.keySet().removeIf(System.getenv()::containsKey);
            Map<String, String> all = new LinkedHashMap<>(variables);
            if (!Threading.libraryAskedFor()) {
                // Told so when it is loaded, it does not even start threads.
                all.put("OPENBLAS_NUM_THREADS", "1");
                all.put("BLIS_NUM_THREADS", "1");
            }
            all.forEach(SystemLoader::setVariable);
            return variables;
        }
    }

    /** Sets them, once a process, and answers with them; to be called before any library is opened. */
    static Map<String, String> set() {
        return Once.VARIABLES;
    }

    /** Those set for a library whose variables begin so: {@code OPENBLAS_CORETYPE=SKYLAKEX}, or nothing. */
    static String told(String prefix) {
        return set().entrySet().stream().filter(v -> v.getKey().startsWith(prefix)).map(v -> v.getKey() + "=" + v.getValue())
                .collect(Collectors.joining(" "));
    }

    /**
     * What is to be set.
     *
     * @param asked the property's value, or null
     * @throws PropertyException if it makes no sense
     */
    static Map<String, String> of(@Nullable String asked, Cpu cpu) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (asked == null) {
            // OpenBLAS takes an AMD that is newer than itself for an old one without such vectors, and is half as fast.
            if (cpu.model().contains("AMD") && cpu.simd().containsAll(AVX512)) {
                variables.put("OPENBLAS_CORETYPE", "SKYLAKEX");
            }
            return variables;
        }
        if (!asked.equals("none")) {
            for (String each : asked.split(",", -1)) {
                int equals = each.indexOf('=');
                if (equals <= 0) {
                    throw new PropertyException("-D" + PROPERTY + "=" + asked + ": expected none, or NAME=value,NAME=value");
                }
                variables.put(each.substring(0, equals).strip(), each.substring(equals + 1).strip());
            }
        }
        return variables;
    }
}
