package gramflow.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a library is set up.
 *
 * @param environment variables that it reads
 * @param way another way to call it for the same result; empty for the usual one
 */
public record Setup(Map<String, String> environment, String way) {
    /** As it comes. */
    public static final Setup UNTOUCHED = new Setup(Map.of(), "");

    /** Copies the map. */
    public Setup {
        environment = Map.copyOf(environment);
    }

    static Setup of(Map<String, String> environment) {
        return new Setup(environment, "");
    }

    static Setup way(String way) {
        return new Setup(Map.of(), way);
    }

    /** One for each value of a variable. */
    static List<Setup> each(String variable, String... values) {
        return Arrays.stream(values).map(value -> of(Map.of(variable, value))).toList();
    }

    /** {@code untouched}, {@code OPENBLAS_CORETYPE=SKYLAKEX}, {@code gemm in place of syrk}. */
    public String label() {
        if (equals(UNTOUCHED)) {
            return "untouched";
        }
        return environment.isEmpty()
                ? way
                : environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted().collect(Collectors.joining(" "));
    }
}
