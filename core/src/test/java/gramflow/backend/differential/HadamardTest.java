package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Sums of pairs of products, multiplied entry by entry, of every backend: sizes, layouts, placements, triangles, β, threads. */
class HadamardTest {
    private static final List<Workers> POOLS = List.of(Workers.of(1), Workers.of(2), Workers.of(7));
    private static final List<Part> TRIANGLES = List.of(Part.LOWER, Part.UPPER, Part.BOTH);

    static Stream<Arguments> subjects() {
        return Subject.backends().flatMap(backend -> Stream.of(Precision.values()).map(precision -> Arguments.of(backend, precision)));
    }

    @AfterAll
    static void close() {
        POOLS.forEach(Workers::close);
    }

    /** What goes into a sum: n × m of K in rows of A, inner lengths of each pair, rows of D for one of A. */
    private record Sum(long n, long m, int repeat, List<Inner> pairs) {
        Sum square() {
            return new Sum(n, n, repeat, pairs);
        }
    }

    /** Inner lengths; −1 for no D. */
    private record Inner(long p, long q) {
    }

    /**
     * Every remainder of the vector length; around tiles, which are 256 across and, the longer the rows, the fewer down; inner lengths of one, around a block and
     * too long to be packed whole; one pair or several, with and without D; tiles that begin and end inside the rows that go with one of A.
     */
    private static List<Sum> sums() {
        List<Sum> sums = new ArrayList<>();
        for (long n = 0; n <= 33; n++) {
            sums.add(new Sum(n, (7 * n + 3) % 34, 1, List.of(new Inner(n % 7 + 1, (5 * n + 1) % 34), new Inner((3 * n) % 34, 2))));
            sums.add(new Sum(n, (5 * n + 1) % 34, 1, List.of(new Inner((11 * n + 2) % 34, -1))));
            sums.add(new Sum(n % 9, n % 5 + 1, (int) n % 4 + 2, List.of(new Inner(n % 6, n % 8 + 1), new Inner(1, 3))));
        }
        for (long n : new long[]{63, 96, 255, 256, 257, 513}) {
            sums.add(new Sum(n, 515 - n, 1, List.of(new Inner(3, 7), new Inner(5, 2), new Inner(2, -1))));
        }
        for (long n : new long[]{256, 257, 258, 272, 273}) {
            // Tiles that go to K while they are made; around the last pair, which has a D here.
            sums.add(new Sum(n, 320, 1, List.of(new Inner(4, -1), new Inner(3, 7))));
            sums.add(new Sum(n / 3, 96, 3, List.of(new Inner(2, 3), new Inner(5, 2))));
        }
        sums.add(new Sum(100, 41, 3, List.of(new Inner(9, 12))));
        sums.add(new Sum(2, 3, 300, List.of(new Inner(3, 4))));
        sums.add(new Sum(40, 30, 1, List.of(new Inner(1025, 3), new Inner(2, 1030))));
        for (long n : new long[]{47, 48, 49, 64, 65, 81, 113}) {
            sums.add(new Sum(n, n % 32, 1, List.of(new Inner(784, 1), new Inner(1, 512 + n))));
        }
        sums.add(new Sum(17, 13, 7, List.of(new Inner(1030, 1), new Inner(4, 129))));
        sums.add(new Sum(31, 29, 10, List.of(new Inner(5, 3), new Inner(2, 1))));
        sums.add(new Sum(3, 2, 2, List.of(new Inner(16_384, 1), new Inner(1, 16_385))));
        sums.add(new Sum(5, 7, 1, List.of()));
        return sums;
    }

    /** The blocks of a sum: both sides of every pair, and K before. */
    private static final class Blocks {
        private final List<Guarded> inputs = new ArrayList<>();
        private final List<ProductPair> pairs = new ArrayList<>();
        private final Guarded k;

        Blocks(Sum sum, boolean symmetric, double beta, Precision precision, Entries entries, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Placement placement = Cases.drawn(Placement.values(), random);
            k = Guarded.of(placement, precision, sum.n * sum.repeat, sum.m * sum.repeat, Cases.drawn(Layout.WRITABLE, random));
            if (beta != 0) {
                entries.fillResult(k.block(), random);
            }
            for (Inner inner : sum.pairs) {
                boolean plain = inner.q < 0;
                int repeat = plain ? 1 : sum.repeat;
                Strided a = input(placement, precision, sum.n, inner.p, entries, random);
                Strided a2 = symmetric ? a : input(placement, precision, sum.m, inner.p, entries, random);
                Strided d = plain ? null : input(placement, precision, sum.n * repeat, inner.q, entries, random);
                Strided d2 = plain || symmetric ? d : input(placement, precision, sum.m * repeat, inner.q, entries, random);
                double scale = entries.exact() ? random.nextInt(-2, 3) : random.nextDouble(-1, 1);
                pairs.add(new ProductPair(scale, a, a2, random.nextInt(-1, 2), repeat, d, d2));
            }
        }

        private Strided input(Placement placement, Precision precision, long rows, long cols, Entries entries, SplittableRandom random) {
            Guarded input = Guarded.of(placement, precision, rows, cols, Cases.drawn(Layout.values(), random));
            entries.fillInput(input.block(), random);
            inputs.add(input);
            return input.block();
        }
    }

    /** Entry (i, j) of K as it should be, and what the terms of it come to without signs. */
    private static double[] entry(List<ProductPair> pairs, double beta, double before, long i, long j) {
        double sum = beta == 0 ? 0 : beta * before;
        double absolute = Math.abs(sum);
        for (ProductPair pair : pairs) {
            double[] left = dot(pair.a(), i / pair.repeat(), pair.a2(), j / pair.repeat());
            double[] right = {1, 1};
            Strided d = pair.d();
            Strided d2 = pair.d2();
            if (d != null && d2 != null) {
                right = dot(d, i, d2, j);
            }
            sum += (pair.scale() * left[0] + pair.shift()) * right[0];
            absolute += (Math.abs(pair.scale()) * left[1] + Math.abs(pair.shift())) * right[1];
        }
        return new double[]{sum, absolute};
    }

    private static double[] dot(Strided x, long i, Strided y, long j) {
        double sum = 0;
        double absolute = 0;
        for (long l = 0; l < x.cols(); l++) {
            sum += x.get(i, l) * y.get(j, l);
            absolute += Math.abs(x.get(i, l) * y.get(j, l));
        }
        return new double[]{sum, absolute};
    }

    private static void call(Backend backend, List<ProductPair> pairs, double beta, Part part, Strided k, Workers workers,
            Progress progress) {
        if (part == Part.ALL) {
            backend.hadamard(pairs, beta, k, workers, progress);
        } else {
            backend.hadamard(pairs, beta, part.triangle(), k, workers, progress);
        }
    }

    private static void check(Backend backend, Precision precision, Sum sum, Part part, double beta, Entries entries, double roundings) {
        Sum asked = part == Part.ALL ? sum : sum.square();
        Blocks blocks = new Blocks(asked, part != Part.ALL, beta, precision, entries, sum.hashCode());
        Guarded first = null;
        List<Guarded> before = blocks.inputs.stream().map(Guarded::copy).toList();
        String what = "%s %s %s beta %s".formatted(asked, part, precision, beta);
        for (Workers workers : asked.n > 40 ? POOLS.subList(1, 3) : POOLS) {
            Guarded k = blocks.k.copy();
            call(backend, blocks.pairs, beta, part, k.block(), workers, Progress.NONE);
            assertThat(blocks.k.mismatchOutside(part, k)).as("written outside, %s", what).isNegative();
            if (first == null) {
                compare(blocks, beta, part, k.block(), roundings, what);
                first = k;
            }
            assertThat(first.mismatch(k)).as("other bits on %d threads, %s", workers.threads(), what).isNegative();
        }
        for (int i = 0; i < before.size(); i++) {
            assertThat(before.get(i).mismatch(blocks.inputs.get(i))).as("an input changed, %s", what).isNegative();
        }
    }

    private static void compare(Blocks blocks, double beta, Part part, Strided k, double roundings, String what) {
        for (long i = 0; i < k.rows(); i++) {
            for (long j = 0; j < k.cols(); j++) {
                if (!part.writes(i, j)) {
                    continue;
                }
                if (part == Part.BOTH && j > i) {
                    assertThat(Double.doubleToRawLongBits(k.get(i, j))).as("mirror at (%d, %d), %s", i, j, what)
                            .isEqualTo(Double.doubleToRawLongBits(k.get(j, i)));
                    continue;
                }
                double[] entry = entry(blocks.pairs, beta, beta == 0 ? 0 : blocks.k.block().get(i, j), i, j);
                // The lambda-free comparison first: a description is made only where it is needed.
                if (Math.abs(k.get(i, j) - entry[0]) > roundings * entry[1] || Double.isNaN(k.get(i, j))) {
                    assertThat(k.get(i, j)).as("(%d, %d) of %s", i, j, what).isCloseTo(entry[0], within(roundings * entry[1]));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void integersAreExactWhateverTheSizesStridesMemoryAndTriangle(Backend backend, Precision precision) {
        int turn = 0;
        for (Sum sum : sums()) {
            for (Part part : sum.n > 40 ? List.of(Part.ALL, TRIANGLES.get(turn % 3)) : List.of(Part.values())) {
                check(backend, precision, sum, part, new double[]{0, 1, -2}[turn++ % 3], Entries.INTEGERS, 0);
            }
        }
    }

    /** Each factor within the bound of a sum of products; then a shift, a product, one sum for each pair and β: four roundings more for each. */
    @ParameterizedTest
    @MethodSource("subjects")
    @Tag("lane")
    void roundedSumsKeepTheErrorBound(Backend backend, Precision precision) {
        for (Sum sum : sums().stream().filter(s -> s.n % 3 == 1).toList()) {
            long inner = sum.pairs.stream().mapToLong(pair -> pair.p + Math.max(0, pair.q)).max().orElse(0);
            double roundings = (inner + 4L * sum.pairs.size() + 8) * precision.unitRoundoff();
            for (Part part : new Part[]{Part.ALL, Part.BOTH}) {
                // The reference here rounds too, in double.
                check(backend, precision, sum, part, sum.m % 2 == 0 ? 0 : -0.5, Entries.UNIFORM, 2 * roundings / (1 - roundings));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void piecesAddUpToTheFlopsAnnouncedAndCancellingStops(Backend backend, Precision precision) {
        for (Part part : Part.values()) {
            Sum sum = new Sum(801, 801, 1, List.of(new Inner(5, 4), new Inner(3, -1)));
            Blocks blocks = new Blocks(sum, part != Part.ALL, 0, precision, Entries.INTEGERS, 1);
            double flops = blocks.pairs.stream().mapToDouble(ProductPair::flops).sum();
            Told told = new Told(Double.POSITIVE_INFINITY);
            call(backend, blocks.pairs, 0, part, blocks.k.block(), POOLS.get(1), told);
            assertThat(told.announced.sum()).isEqualTo(flops);
            assertThat(told.advanced.sum()).isCloseTo(flops, within(1e-9 * flops));

            Told impatient = new Told(1);
            assertThatThrownBy(() -> call(backend, blocks.pairs, 0, part, blocks.k.block(), POOLS.get(1), impatient))
                    .isInstanceOf(CancellationException.class);
            assertThat(impatient.advanced.sum()).isBetween(1.0, flops - 1);
        }
    }

    private static final class Told implements Progress {
        private final DoubleAdder announced = new DoubleAdder();
        private final DoubleAdder advanced = new DoubleAdder();
        private final double patience;

        Told(double patience) {
            this.patience = patience;
        }

        @Override
        public void begin(String what, double units) {
            announced.add(units);
        }

        @Override
        public void advance(double units) {
            advanced.add(units);
        }

        @Override
        public boolean cancelled() {
            return advanced.sum() >= patience;
        }
    }

    @Test
    void aPairThatDoesNotFitIsRefused() {
        Strided a = Guarded.of(Placement.HEAP, Precision.F64, 4, 3, Layout.ROWS).block();
        Strided d = Guarded.of(Placement.HEAP, Precision.F64, 5, 2, Layout.ROWS).block();
        assertThatThrownBy(() -> ProductPair.of(1, a, 0, d)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A is 4 x 3 f64").hasMessageContaining("D 5 x 2 f64");
        assertThatThrownBy(() -> new ProductPair(1, a, d, 0, 1, null, null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows of one length");
        assertThatThrownBy(() -> new ProductPair(1, a, a, 0, 2, null, null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("repeat 2");
    }
}
