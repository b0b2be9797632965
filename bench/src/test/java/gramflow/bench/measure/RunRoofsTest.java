package gramflow.bench.measure;

import gramflow.backend.MemoryLevel;
import gramflow.memory.Precision;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class RunRoofsTest {

    private static final Row MATVEC = new Row(Kernel.MATVEC, "vector", Precision.F64, 8192, 8192, 1);
    private static final Row PRODUCT = new Row(Kernel.GEMM, "vector", Precision.F64, 4096, 1024, 1);

    private static RunRoofs roofs(FakeMeter meter) {
        return new RunRoofs(meter, new TreeSet<>(List.of(1)), () -> false);
    }

    @Test
    void roofOfTheRunIsTheBestOfBeforeAndAfter() {
        RunRoofs roofs = roofs(new FakeMeter(100, 110));
        roofs.measureBefore();
        assertThat(roofs.fma(Precision.F64, 1)).isEqualTo(100);
        roofs.measureAfter();
        assertThat(roofs.fma(Precision.F64, 1)).isEqualTo(110);
    }

    @Test
    void driftIsTheDifferenceOfBeforeAndAfter() {
        RunRoofs roofs = roofs(new FakeMeter(100, 80));
        roofs.measureBefore();
        assertThat(roofs.drift()).isZero();
        roofs.measureAfter();
        assertThat(roofs.drift()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void measuringAgainRaisesTheRoofButIsNoDrift() {
        RunRoofs roofs = roofs(new FakeMeter(100, 130, 100));
        roofs.measureBefore();
        roofs.measureAgain(new Row(Kernel.GRAM, "vector", Precision.F64, 1000, 1000, 1));
        roofs.measureAfter();
        assertThat(roofs.fma(Precision.F64, 1)).isEqualTo(130);
        assertThat(roofs.drift()).isZero();
    }

    @Test
    void productOfManyFlopsAByteIsBoundByArithmetic() {
        RunRoofs roofs = roofs(new FakeMeter(100));
        roofs.measureBefore();
        assertThat(roofs.of(new Row(Kernel.GEMM, "vector", Precision.F64, 4096, 1024, 1))).isEqualTo(new Roof(Bound.FMA, 100));
        assertThat(roofs.of(new Row(Kernel.GEMM, "vector", Precision.F32, 4096, 1024, 1))).isEqualTo(new Roof(Bound.FMA, 200));
    }

    @Test
    void largeProductOfFewFlopsAByteIsBoundByMemory() {
        RunRoofs roofs = roofs(new FakeMeter(100));
        roofs.measureBefore();
        Row row = new Row(Kernel.GEMM, "vector", Precision.F64, 4096, 2, 1);
        Roof roof = roofs.of(row);
        assertThat(roof.bound()).isEqualTo(Bound.DRAM);
        assertThat(roof.gflops()).isCloseTo(10 * row.flops() / row.bytes(), within(1e-9));
    }

    @Test
    void roofOfReadingIsTheMiddleOfWhatWasSeenBesideARow() {
        RunRoofs roofs = roofs(new FakeMeter(100).reading(20, 10, 12));
        roofs.measureBefore();
        roofs.measureBefore(MATVEC);
        roofs.measureAfter(MATVEC);
        assertThat(roofs.of(MATVEC).gflops()).isCloseTo(12 * MATVEC.flops() / MATVEC.bytes(), within(1e-9));
        assertThat(roofs.drift(MATVEC)).as("20 and 10 were seen").isCloseTo(0.5, within(1e-12));
        assertThat(roofs.drift()).as("that of arithmetic").isZero();
    }

    @Test
    void roofOfReadingThatIsDoubtedIsTheBestThatWasSeen() {
        RunRoofs roofs = roofs(new FakeMeter(100).reading(20, 10, 12));
        roofs.measureBefore();
        roofs.measureBefore(MATVEC);
        roofs.measureAgain(MATVEC);
        assertThat(roofs.of(MATVEC).gflops()).isCloseTo(20 * MATVEC.flops() / MATVEC.bytes(), within(1e-9));
    }

    @Test
    void rowThatArithmeticBoundsReadsNothingBeside() {
        RunRoofs roofs = roofs(new FakeMeter(100).reading(20, 10));
        roofs.measureBefore();
        Row row = new Row(Kernel.GEMM, "vector", Precision.F64, 4096, 1024, 1);
        roofs.measureBefore(row);
        roofs.measureAfter(row);
        assertThat(roofs.drift(row)).isZero();
    }

    @Test
    void roofOfArithmeticBesideAForkIsTheBetterOfBeforeAndAfter() {
        RunRoofs roofs = roofs(new FakeMeter(100, 90, 95));
        roofs.measureBefore();
        roofs.measureBefore(PRODUCT);
        assertThat(roofs.of(PRODUCT).gflops()).as("no fork has ended").isEqualTo(100);
        roofs.measureAfter(PRODUCT);
        assertThat(roofs.of(PRODUCT)).isEqualTo(new Roof(Bound.FMA, 95));
        assertThat(roofs.fma(Precision.F64, 1)).as("that of the run").isEqualTo(100);
    }

    @Test
    void roofOfArithmeticBesideManyForksIsTheMiddleOfTheirs() {
        RunRoofs roofs = roofs(new FakeMeter(100, 90, 80, 97, 120, 95, 70));
        roofs.measureBefore();
        for (int fork = 0; fork < 3; fork++) {
            roofs.measureBefore(PRODUCT);
            roofs.measureAfter(PRODUCT);
            roofs.measureBefore(MATVEC);
            roofs.measureAfter(MATVEC);
        }
        assertThat(roofs.of(PRODUCT).gflops()).as("of 90, 120 and 95").isEqualTo(95);
        assertThat(roofs.drift(PRODUCT)).as("90 and 120").isCloseTo(0.25, within(1e-12));
        assertThat(roofs.drift()).as("that of the run").isZero();
    }

    @Test
    void forksOfTheSameRoofShareTheReadingBetweenThem() {
        Row other = new Row(Kernel.GRAM, "vector", Precision.F64, 4096, 1024, 1);
        RunRoofs roofs = roofs(new FakeMeter(100, 90, 95, 80));
        roofs.measureBefore();
        roofs.measureBefore(PRODUCT);
        roofs.measureAfter(PRODUCT);
        roofs.measureBefore(other);
        roofs.measureAfter(other);
        assertThat(roofs.of(other).gflops()).as("95 before, 80 after").isEqualTo(95);
    }

    @Test
    void rowAboveTheRoofBesideItIsHeldAgainstTheBestOfTheRun() {
        RunRoofs roofs = roofs(new FakeMeter(100, 90, 95));
        roofs.measureBefore();
        roofs.measureBefore(PRODUCT);
        roofs.measureAfter(PRODUCT);
        roofs.measureAgain(PRODUCT);
        assertThat(roofs.of(PRODUCT).gflops()).isEqualTo(100);
    }

    @Test
    void smallProductOfFewFlopsAByteIsReadFromACache() {
        RunRoofs roofs = roofs(new FakeMeter(100));
        roofs.measureBefore();
        Row row = new Row(Kernel.GRAM, "vector", Precision.F64, 32, 32, 1);
        assertThat(row.flops() / row.bytes() * 10).as("from DRAM it would be slower than arithmetic").isLessThan(100);
        assertThat(roofs.of(row)).isEqualTo(new Roof(Bound.FMA, 100));
    }

    @Test
    void levelsAreThoseOfTheMachine() {
        RunRoofs roofs = roofs(new FakeMeter(100));
        roofs.measureBefore();
        assertThat(roofs.levels(1)).containsOnlyKeys(MemoryLevel.L1, MemoryLevel.DRAM);
        assertThat(roofs.threads()).containsExactly(1);
    }
}
