package gramflow.bench.page;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TicksTest {
    private static List<Double> ticks(boolean log, double low, double high, int most) {
        return Ticks.of(new Scale(log, low, high, 0, 1), most);
    }

    @Test
    void linearTicksAreOneTwoOrFiveTimesAPowerOfTen() {
        assertThat(ticks(false, 0, 61.4, 8)).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0);
        assertThat(ticks(false, -0.3, 0.31, 5)).containsExactly(-0.2, 0.0, 0.2);
        assertThat(ticks(false, 0.1, 0.72, 9)).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7);
    }

    @Test
    void logarithmicTicksArePowersOfTenAndWhatFitsBetween() {
        assertThat(ticks(true, 25, 5000, 10)).containsExactly(50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0);
        assertThat(ticks(true, 1e-9, 1e3, 7)).containsExactly(1e-8, 1e-6, 1e-4, 1e-2, 1.0, 100.0);
        assertThat(ticks(true, 0.45, 1.6, 10)).containsExactly(0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5);
        assertThat(ticks(true, 2.1, 2.9, 5)).containsExactly(2.2, 2.4, 2.6, 2.8);
    }

    @Test
    void thereAreAtLeastTwoAndNoMoreThanAskedForWhateverTheRange() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 2000; trial++) {
            double low = Math.pow(10, random.nextDouble(-300, 299));
            double high = low * (1 + Math.pow(10, random.nextDouble(-3, Math.min(300, 300 - Math.log10(low)))));
            int most = random.nextInt(4, 12);
            for (boolean log : new boolean[]{true, false}) {
                assertThat(ticks(log, low, high, most)).as("%s to %s, log %s, at most %d", low, high, log, most)
                        .hasSizeBetween(log ? 2 : 1, most).isSorted().allMatch(t -> t >= low * 0.999999999 && t <= high * 1.000000001);
            }
        }
    }

    @Test
    void figuresReadAsAPersonWritesThem() {
        assertThat(Figures.of(0.000123456, 3)).isEqualTo("0.000123");
        assertThat(Figures.of(1536, 3)).isEqualTo("1536");
        assertThat(Figures.of(59.0899, 3)).isEqualTo("59.1");
        assertThat(Figures.of(-1.5e-7, 3)).isEqualTo("−1.5 × 10⁻⁷");
        assertThat(Figures.of(1e-16, 3)).isEqualTo("10⁻¹⁶");
        assertThat(Figures.of(0.99996, 3)).isEqualTo("1");
        assertThat(Figures.of(999999.7, 3)).isEqualTo("10⁶");
        assertThat(Figures.of(Double.NEGATIVE_INFINITY, 3)).isEqualTo("−∞");
        assertThat(Figures.fixed(-0.5, 3)).isEqualTo("−0.500");
        assertThat(Figures.seconds(0.0342)).isEqualTo("34.2 ms");
        assertThat(Figures.seconds(3.25e-6)).isEqualTo("3.25 µs");
    }
}
