package gramflow.kernel;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Kernels that only count how many entries each was given, and write them; what an entry takes is told to a clock that nothing else moves. */
class WarmingKernelTest {
    private long now;

    private final class Counting implements ActivationKernel {
        private final int nanoseconds;
        private long entries;

        Counting(int nanoseconds) {
            this.nanoseconds = nanoseconds;
        }

        @Override
        public void apply(double[] array, int zAt, int count, int valuesAt, int slopesAt, int curvaturesAt) {
            entries += count;
            now += (long) count * nanoseconds;
            for (int i = 0; i < count; i++) {
                double z = array[zAt + i];
                array[valuesAt + i] = z;
                array[slopesAt + i] = 2 * z;
                array[curvaturesAt + i] = 3 * z;
            }
        }
    }

    @Test
    void everyEntryIsWrittenOnceByOneOrTheOther() {
        Counting numbers = new Counting(1);
        Counting vectors = new Counting(1);
        WarmingKernel kernel = new WarmingKernel(numbers, vectors, () -> now);
        long given = 0;
        for (int call = 0; call < 6000; call++) {
            int count = 8 * (1 + call % 40);
            double[] array = new double[4 * count];
            Arrays.fill(array, 0, count, 5);
            kernel.apply(array, 0, count, count, 2 * count, 3 * count);
            given += count;
            assertThat(Arrays.stream(array).sum()).isEqualTo(count * (5.0 + 5 + 10 + 15));
        }
        assertThat(numbers.entries + vectors.entries).isEqualTo(given);
    }

    @Test
    void theFasterOfTheTwoGetsTheWork() {
        assertThat(share(new Counting(3), new Counting(2))).isEqualTo(1);
        assertThat(share(new Counting(2), new Counting(3))).isLessThanOrEqualTo(0.5);
        assertThat(share(new Counting(1), new Counting(1000))).isLessThan(0.2);
    }

    /** What part of the last 500 of 2500 calls vectors got. */
    private double share(Counting numbers, Counting vectors) {
        WarmingKernel kernel = new WarmingKernel(numbers, vectors, () -> now);
        double[] array = new double[4 * 512];
        long before = 0;
        for (int call = 0; call < 2500; call++) {
            before = call == 2000 ? vectors.entries : before;
            kernel.apply(array, 0, 512, 512, 1024, 1536);
        }
        return (vectors.entries - before) / (500.0 * 512);
    }
}
