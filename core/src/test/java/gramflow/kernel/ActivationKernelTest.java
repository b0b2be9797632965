package gramflow.kernel;

import gramflow.machine.Jit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Generated kernels: held against 60 digits, and vectors of every width against numbers. */
class ActivationKernelTest {
    private static final Set<ActivationResult> ALL = EnumSet.allOf(ActivationResult.class);
    /** Arguments that a formula treats in a way of its own, ends of its pieces, zeros of derivatives, and where powers of e vanish. */
    private static final double[] PLACES = {0, Double.MIN_VALUE, 3e-310, Double.MIN_NORMAL, 1e-300, 1e-160, 0x1p-54, 0x1p-27, 1e-5, 0.25,
            0.34657359, 0.55, 0.7517915247, 1,
            1.414213562373095, 2, 4, 5.9, 8.3, 19.1, 22.5, 26.5, 26.6, 26.7, 27.3, 36.8, 37.6, 38.5, 38.6, 39, 40, 353.9, 354, 354.1, 372,
            400, 708.3, 710, 740, 745.2, 750, 751,
            1e10, 1e155, 1e300, Double.MAX_VALUE};
    private static final double[] LIMITS = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.NaN,
            Double.longBitsToDouble(0x7ff8000000000001L), Double.longBitsToDouble(0xfff8000000000801L),
            Double.longBitsToDouble(0x7ff0000000000003L), -Double.NaN};
    private static final int RANDOM = 1000;

    /** Whether multiply and add are fused: as the hardware does it, and without. */
    private static Stream<Boolean> fusing() {
        return Jit.current().fma() ? Stream.of(true, false) : Stream.of(false);
    }

    private static IntStream widths() {
        boolean usable = Jit.current().obstacleToVectors().isEmpty();
        return IntStream.of(128, 256, 512).filter(bits -> usable && bits <= Jit.current().widestVectorBits());
    }

    static Stream<Arguments> vectors() {
        return Stream.of(ActivationFormula.values())
                .flatMap(formula -> fusing().flatMap(fma -> widths().mapToObj(bits -> Arguments.of(formula, fma, bits))));
    }

    /** Numbers, and the widest vectors. */
    static Stream<Arguments> compiled() {
        return Stream.of(ActivationFormula.values())
                .flatMap(formula -> IntStream.of(0, widths().max().orElse(0)).distinct().mapToObj(bits -> Arguments.of(formula, bits)));
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreWithinTwoUlpAndDerivativesWithinThoseOrTwoRoundingsOfTheLargest(ActivationFormula formula) {
        double[] z = arguments(RANDOM, 11);
        List<double[][]> results = fusing().map(fma -> apply(ActivationGenerator.generate(formula, ALL, 0, fma), z)).toList();
        for (int i = 0; i < z.length; i++) {
            for (ActivationResult result : ALL) {
                int k = result.derivative();
                BigDecimal exact = ExactActivations.of(formula, k, z[i]);
                double ulps = 2 * Math.ulp(exact.doubleValue());
                double allowed = k == 0 ? ulps : Math.max(ulps, 0x1p-52 * ExactActivations.largest(formula, k));
                for (double[][] found : results) {
                    assertThat(found[k][i]).as("%s of %s at %s", result, formula, z[i]).isFinite();
                    assertThat(new BigDecimal(found[k][i]).subtract(exact).abs().doubleValue())
                            .as("%s of %s at %s is %s, expected %s", result, formula, z[i], found[k][i], exact.doubleValue())
                            .isLessThanOrEqualTo(allowed);
                }
            }
        }
    }

    /** Where a derivative is not a difference, which happens to be near a zero, it has nearly all its digits, far out too. */
    @ParameterizedTest
    @EnumSource(value = ActivationFormula.class, names = {"TANH", "ERF", "SOFTPLUS", "SIGMOID"})
    void slopesFarOutHaveTheirDigits(ActivationFormula formula) {
        double[] z = new SplittableRandom(3).doubles(400, 1, formula == ActivationFormula.ERF ? 26 : 350).toArray();
        boolean fma = Jit.current().fma();
        double[][] results = apply(ActivationGenerator.generate(formula, ALL, 0, fma), z);
        for (int i = 0; i < z.length; i++) {
            double exact = ExactActivations.of(formula, 1, z[i]).doubleValue();
            assertThat(Math.abs(results[1][i] - exact)).as("%s' at %s", formula, z[i]).isLessThanOrEqualTo(4 * Math.ulp(exact));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorsGiveTheBitsOfNumbersWhateverIsAskedFor(ActivationFormula formula, boolean fma, int bits) {
        double[] z = withLimits(arguments(700, 12));
        double[][] expected = apply(ActivationGenerator.generate(formula, ALL, 0, fma), z);
        for (Set<ActivationResult> choice : choices()) {
            double[][] found = apply(ActivationGenerator.generate(formula, choice, bits, fma), z);
            for (ActivationResult result : choice) {
                int k = result.derivative();
                assertSame(expected[k], found[k], z, "%s of %s on %d bits, %s asked for".formatted(result, formula, bits, choice));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("compiled")
    void everyCallGivesTheBitsOfTheFirstWhileTheJitCompiles(ActivationFormula formula, int bits) {
        double[] z = new SplittableRandom(13).doubles(16, -5, 5).toArray();
        ActivationKernel kernel = ActivationGenerator.generate(formula, ALL, bits, Jit.current().fma());
        double[] first = array(z);
        kernel.apply(first, 0, z.length, z.length, 2 * z.length, 3 * z.length);
        double[] again = array(z);
        for (int call = 2; call <= 20_000; call++) {
            kernel.apply(again, 0, z.length, z.length, 2 * z.length, 3 * z.length);
            if (!Arrays.equals(first, again)) {
                assertThat(again).as("call %d of %s", call, formula).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ActivationFormula.class, names = {"TANH", "ERF", "IDENTITY"})
    void oddFunctionsAreOddToTheBit(ActivationFormula formula) {
        double[] z = arguments(500, 14);
        double[] mirrored = Arrays.stream(z).map(x -> -x).toArray();
        ActivationKernel kernel = ActivationGenerator.generate(formula, ALL, 0, Jit.current().fma());
        double[][] there = apply(kernel, z);
        double[][] here = apply(kernel, mirrored);
        assertSame(there[0], Arrays.stream(here[0]).map(x -> -x).toArray(), z, formula.toString());
        assertSame(there[1], here[1], z, formula + "'");
    }

    /** C2 compiles no method beyond 8,000 bytes, and the largest is that of gelu with everything. */
    @Test
    void everyClassIsSmallEnoughToBeCompiled() {
        for (ActivationFormula formula : ActivationFormula.values()) {
            for (boolean fma : new boolean[]{true, false}) {
                assertThat(ActivationGenerator.classFile(formula, ALL, 512, fma).length).as("%s, fma %s", formula, fma).isLessThan(8000);
            }
        }
    }

    /** Choices of results: every one of them, and those that nets ask for. */
    private static List<Set<ActivationResult>> choices() {
        return List.of(EnumSet.of(ActivationResult.VALUE), EnumSet.of(ActivationResult.SLOPE),
                EnumSet.of(ActivationResult.VALUE, ActivationResult.SLOPE), ALL);
    }

    /** Places and their neighbours and random numbers, either sign, where φ is finite and smooth; as many as kernels take. */
    private static double[] arguments(int random, long seed) {
        List<Double> z = new ArrayList<>();
        for (double place : PLACES) {
            for (double near : new double[]{Math.nextDown(place), place, Math.nextUp(place)}) {
                if (Double.isFinite(near)) {
                    z.add(near);
                    z.add(-near);
                }
            }
        }
        SplittableRandom lot = new SplittableRandom(seed);
        for (int i = 0; i < random; i++) {
            double sign = lot.nextBoolean() ? 1 : -1;
            z.add(sign * switch (i % 4) {
                case 0 -> lot.nextDouble(2);
                case 1 -> lot.nextDouble(9);
                case 2 -> lot.nextDouble(40);
                default -> Math.exp(lot.nextDouble(-700, 7));
            });
        }
        while (z.size() % ActivationGenerator.STEP != 0) {
            z.add(0.5);
        }
        return z.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The same, and infinities, −0, and several of the many NaNs. */
    private static double[] withLimits(double[] z) {
        double[] all = Arrays.copyOf(z, z.length + LIMITS.length);
        System.arraycopy(LIMITS, 0, all, z.length, LIMITS.length);
        return all;
    }

    private static double[] array(double[] z) {
        return Arrays.copyOf(z, 4 * z.length);
    }

    /** φ, φ′ and φ″ of z, as far as the kernel gives them; what it does not write is 0. */
    private static double[][] apply(ActivationKernel kernel, double[] z) {
        int n = z.length;
        double[] array = array(z);
        kernel.apply(array, 0, n, n, 2 * n, 3 * n);
        assertThat(Arrays.copyOf(array, n)).isEqualTo(z);
        return new double[][]{Arrays.copyOfRange(array, n, 2 * n), Arrays.copyOfRange(array, 2 * n, 3 * n),
                Arrays.copyOfRange(array, 3 * n, 4 * n)};
    }

    private static void assertSame(double[] expected, double[] found, double[] z, String what) {
        for (int i = 0; i < z.length; i++) {
            if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(found[i])) {
                assertThat(found[i]).as("%s at %s", what, z[i]).isEqualTo(expected[i]);
            }
        }
    }
}
