package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.memory.Precision;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lane of {@code .ci/run} is a JVM with certain flags, and says by properties what they must lead to: a backend that silently falls back to another, or to
 * another width, fails the lane. Outside a lane there is nothing to expect.
 */
@Tag("lane")
class LaneTest {
    private static final String PREFIX = "gramflow.expect.";
    private static final String BACKEND = PREFIX + "backend";
    private static final String BITS = PREFIX + "bits";
    private static final String FMA = PREFIX + "fma";

    @Test
    void everyExpectationIsOneOfThree() {
        Set<String> named = System.getProperties().stringPropertyNames().stream().filter(p -> p.startsWith(PREFIX))
                .collect(Collectors.toSet());
        assertThat(named).isSubsetOf(BACKEND, BITS, FMA);
    }

    @Test
    @EnabledIfSystemProperty(named = BACKEND, matches = ".*", disabledReason = "not in a lane")
    void autoIsTheBackendTheLaneExpects() {
        assertThat(Backends.auto().name()).as(Backends.whyAuto()).isEqualTo(System.getProperty(BACKEND));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    @EnabledIfSystemProperty(named = BITS, matches = ".*", disabledReason = "the lane expects no width")
    void itsVectorsAreAsWideAsTheLaneExpects(Precision precision) {
        int bits = Integer.parseInt(System.getProperty(BITS));
        assertThat(key(precision)).contains(bits + " bits");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    @EnabledIfSystemProperty(named = FMA, matches = ".*", disabledReason = "the lane expects neither fused multiply-add nor its absence")
    void itFusesMultiplyAndAddAsTheLaneExpects(Precision precision) {
        String fma = System.getProperty(FMA);
        assertThat(fma).isIn("true", "false");
        assertThat(key(precision)).contains(fma.equals("true") ? "fma" : "no fma");
    }

    /** The items of the numeric key. */
    private static List<String> key(Precision precision) {
        Backend backend = Backends.auto();
        return List.of(backend.numericKey(precision).split(", ", -1));
    }
}
