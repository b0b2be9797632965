package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import gramflow.memory.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class FilePlanTest {
    private static final Rates RATES = new Rates(4e11, 4e8);

    private static Shape shape(long n, long d) {
        return new Shape(GramPlan.Way.DENSE_PRODUCTS, n, n, d, 1, true, Precision.F32, n * d * 4);
    }

    private static FilePlan plan(long n, long d, long budget) {
        return FilePlan.of(shape(n, d), FileFormat.NPY, budget, RATES, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000_000_000L, 1_600_000_000L, 1_400_000_000L})
    void theLessMemoryTheShorterTheBandsAndTheBudgetIsKept(long budget) {
        FilePlan plan = plan(50_000, 512, budget);
        assertThat(plan.fits()).isTrue();
        assertThat(plan.memoryBytes()).isLessThanOrEqualTo(budget);
        assertThat(plan.bandRows()).isLessThanOrEqualTo(plan(50_000, 512, 2 * budget).bandRows());
        assertThat(plan.bands() * plan.bandRows()).isGreaterThanOrEqualTo(50_000);
        assertThat(plan.fileBytes()).isEqualTo(10_000_000_000L);
    }

    @Test
    void whatDoesNotFitEvenInTheShortestBandsSaysSo() {
        assertThat(plan(50_000, 512, 100_000_000).fits()).isFalse();
    }

    @Test
    void bothTrianglesAreComputedWhereTheDiskIsWaitedForAndOneWhereTheProductsAre() {
        FilePlan narrow = plan(50_000, 16, 2_000_000_000L);
        FilePlan wide = plan(50_000, 20_000, 20_000_000_000L);
        assertThat(narrow.bothTriangles()).isTrue();
        assertThat(wide.bothTriangles()).isFalse();
        assertThat(narrow.flops()).isEqualTo(2.0 * 50_000 * 50_000 * 16);
        assertThat(wide.flops()).isEqualTo(50_000.0 * 50_001 * 20_000);
        // The disk's 10 GB at 400 MB/s; the products at 400 GF/s. Two bands of fresh memory, at 1 GB/s, and 0.15 s come before.
        double beginning = 0.15 + 2 * narrow.bandRows() * 50_000 * 4 / 1e9;
        assertThat(narrow.seconds()).isCloseTo(25 + beginning, within(0.5));
        assertThat(wide.seconds()).isCloseTo(125, within(7.0));
    }

    @Test
    void mirrorImagesWaitInTheFileWhereProductsAreLongAndTheDiskIsFast() {
        Rates fast = new Rates(4e11, 4e9);
        FilePlan staged = FilePlan.of(shape(50_000, 4_096), FileFormat.NPY, 4_000_000_000L, fast, false);
        assertThat(staged.staged()).isTrue();
        assertThat(staged.bothTriangles()).isFalse();
        assertThat(staged.flops()).isEqualTo(50_000.0 * 50_001 * 4_096);
        assertThat(staged.fits()).isTrue();
        // Short products are sooner done twice, and mirror images must be copies where entries depend on their block.
        assertThat(FilePlan.of(shape(50_000, 256), FileFormat.NPY, 4_000_000_000L, fast, false).bothTriangles()).isTrue();
        assertThat(FilePlan.of(shape(50_000, 4_096), FileFormat.NPY, 4_000_000_000L, fast, true).staged()).isFalse();
    }

    @Test
    void aBackendWhoseEntriesDependOnTheirBlockMirrorsThem() {
        assertThat(FilePlan.of(shape(50_000, 16), FileFormat.NPY, 2_000_000_000L, RATES, true).bothTriangles()).isFalse();
    }

    @Test
    void packedTakesHalfTheBytesAndEachEntryOnce() {
        FilePlan plan = FilePlan.of(shape(50_000, 16), FileFormat.PACKED, 2_000_000_000L, RATES, false);
        assertThat((double) plan.fileBytes()).isCloseTo(5e9, within(0.03 * 5e9));
        assertThat(plan.flops()).isEqualTo(50_000.0 * 50_001 * 16);
    }

    @Test
    void bandsHoldWholeExamples() {
        Shape tenOutputs = new Shape(GramPlan.Way.STRUCTURED, 7_770, 7_770, 100, 10, true, Precision.F64, 777 * 100 * 8);
        for (long budget = 100_000_000; budget < 1L << 32; budget *= 2) {
            assertThat(FilePlan.of(tenOutputs, FileFormat.NPY, budget, RATES, false).bandRows() % 10).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 16, 100})
    void bandsOfAnyHeightCoverTheFileWithoutGapOrOverlap(long height) {
        for (Kind kind : Kind.values()) {
            BandLayout layout = new BandLayout(kind, 100, 100, Precision.F64, height);
            long end = 0;
            for (int band = 0; band < layout.count(); band++) {
                if (kind != Kind.MIRRORED) {
                    assertThat(layout.offset(band, layout.from(band))).isEqualTo(end);
                }
                end += layout.bytesInFile(band);
            }
            assertThat(end).isEqualTo(layout.bytesInFile());
        }
    }

    @Test
    void theLargestNThatFitsDoesAndTheNextDoesNot() {
        Gram gram = Kernels.linear(Precision.F64, 100, 50);
        long budget = 1_500_000_000;
        long disk = 1_000_000_000;
        long n = GramFile.largestRows(gram.tiles(), Kernels.products(), FileFormat.NPY, budget, disk);
        assertThat(n * n * 8).isLessThanOrEqualTo(disk);
        assertThat((n + 1) * (n + 1) * 8).isGreaterThan(disk);
        assertThat(GramFile.largestRows(gram.tiles(), Kernels.products(), FileFormat.NPY, 1, disk)).isZero();
    }
}
