package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A Euclidean norm is right wherever it is a number, also where the squares of the entries are none. */
@Tag("lane")
class NormTest {
    private static final long[] LENGTHS = {1, 2, 3, 100, 200, 1009, 40_001};

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void entriesOfEveryMagnitudeGiveTheNormToRounding(Backend backend, Precision precision) {
        int lowest = precision == Precision.F64 ? -1070 : -145;
        int highest = precision == Precision.F64 ? 1014 : 127;
        for (long n : LENGTHS) {
            for (int exponent = lowest; exponent <= highest; exponent += precision == Precision.F64 ? 61 : 13) {
                checkScaled(backend, precision, n, exponent);
            }
            checkScaled(backend, precision, n, highest);
        }
    }

    /** Uniform entries times 2^exponent, held against the norm of the same entries as they are stored, divided by that. */
    private static void checkScaled(Backend backend, Precision precision, long n, int exponent) {
        SplittableRandom random = new SplittableRandom(n + exponent);
        Strided x = vector(precision, n);
        double[] scaled = new double[(int) n];
        for (int i = 0; i < n; i++) {
            x.set(i, 0, Math.scalb(random.nextDouble(-1, 1), exponent));
            scaled[i] = Math.scalb(x.get(i, 0), -exponent);
        }
        double expected = Math.scalb(Reduction.NORM.exact(scaled, scaled).value(), exponent);
        double bound = (n + 4) * precision.unitRoundoff() * expected + Double.MIN_VALUE;
        assertThat(norm(backend, x)).as("%d entries of about 2^%d", n, exponent).isCloseTo(expected, within(bound));
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void aSingleEntryIsItsOwnNormToTheLastBit(Backend backend, Precision precision) {
        double[] entries = precision == Precision.F64
                ? new double[]{0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, -1e-300, 1e300, -Double.MAX_VALUE,
                        Double.POSITIVE_INFINITY}
                : new double[]{0, -0.0, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, -0x1p-100, 0x1p100, -Float.MAX_VALUE,
                        Double.POSITIVE_INFINITY};
        for (long n : LENGTHS) {
            for (double entry : entries) {
                Strided x = vector(precision, n);
                x.set(n - 1, 0, entry);
                assertThat(norm(backend, x)).as("%s after %d zeros", entry, n - 1).isCloseTo(Math.abs(entry), within(Math.ulp(entry)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void smallEntriesBesideLargeOnesNeitherOverflowNorVanishFromTheSum(Backend backend, Precision precision) {
        double large = precision == Precision.F64 ? 3e300 : 0x3p120;
        Strided x = vector(precision, 300);
        x.set(0, 0, large);
        x.set(299, 0, large / 3 * 4);
        x.set(150, 0, 1 / large);
        assertThat(norm(backend, x)).isCloseTo(large / 3 * 5, within(large * 4 * precision.unitRoundoff()));
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void aNormBeyondTheLargestDoubleIsInfiniteAndOfFloatsThereIsNone(Backend backend, Precision precision) {
        for (long n : new long[]{2, 1000}) {
            Strided x = vector(precision, n);
            double most = precision == Precision.F64 ? Double.MAX_VALUE : Float.MAX_VALUE;
            for (int i = 0; i < n; i++) {
                x.set(i, 0, most);
            }
            double expected = most * Math.sqrt((double) n);
            if (precision == Precision.F64) {
                assertThat(norm(backend, x)).isEqualTo(Double.POSITIVE_INFINITY);
            } else {
                assertThat(norm(backend, x)).isCloseTo(expected, within(n * precision.unitRoundoff() * expected));
            }
        }
    }

    private static Strided vector(Precision precision, long n) {
        return new Strided(Arena.ofAuto().allocate(n * precision.bytes(), 64), precision, n, 1, 1, 1);
    }

    private static double norm(Backend backend, Strided x) {
        try (Workers two = Workers.of(2)) {
            return backend.norm(x, two);
        }
    }
}
