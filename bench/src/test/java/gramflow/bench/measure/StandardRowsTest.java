package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

final class StandardRowsTest {
    private static final List<String> USUAL = List.of("vector", "scalar");
    private static final List<String> MANY = List.of("vector", "blas-a", "blas-b", "blas-c", "blas-d", "blas-e", "blas-f", "blas-g",
            "scalar");

    @Test
    void quickListHasAtMost28Rows() {
        assertThat(StandardRows.of(Effort.QUICK, USUAL, 2)).hasSizeBetween(10, 28);
        assertThat(StandardRows.of(Effort.QUICK, MANY, 64)).hasSizeLessThanOrEqualTo(28);
        assertThat(StandardRows.of(Effort.QUICK, List.of("scalar"), 2)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Effort.class)
    void scalarIsMeasuredOnlyUpTo512(Effort effort) {
        for (List<String> backends : List.of(USUAL, MANY, List.of("scalar"))) {
            List<Row> scalar = StandardRows.of(effort, backends, 2).stream().filter(row -> row.backend().equals("scalar")).toList();
            assertThat(scalar).isNotEmpty().allMatch(row -> row.n() <= 512);
        }
    }

    @ParameterizedTest
    @EnumSource(Effort.class)
    void noRowIsMeasuredTwice(Effort effort) {
        List<Row> rows = StandardRows.of(effort, MANY, 2);
        assertThat(new HashSet<>(rows)).hasSameSizeAs(rows);
    }

    @Test
    void longerListsContainTheShorterOnes() {
        List<Row> quick = StandardRows.of(Effort.QUICK, USUAL, 2);
        List<Row> usual = StandardRows.of(Effort.DEFAULT, USUAL, 2);
        assertThat(usual).containsAll(quick).hasSizeGreaterThan(quick.size());
        assertThat(StandardRows.of(Effort.FULL, USUAL, 2)).containsAll(usual).hasSizeGreaterThan(usual.size());
    }

    @Test
    void quickListAnswersWhatIsAskedMost() {
        List<Row> rows = StandardRows.of(Effort.QUICK, USUAL, 2);
        for (Kernel kernel : List.of(Kernel.GRAM, Kernel.GEMM)) {
            for (Precision precision : Precision.values()) {
                // Single precision gemm is the usual list's: the quick one has to end within 90 seconds.
                List<Row> list = kernel == Kernel.GEMM && precision == Precision.F32 ? StandardRows.of(Effort.DEFAULT, USUAL, 2) : rows;
                assertThat(list).contains(new Row(kernel, "vector", precision, 4096, 1024, 1));
                assertThat(list).contains(new Row(kernel, "vector", precision, 1536, 768, 1));
            }
            assertThat(rows).contains(new Row(kernel, "vector", Precision.F64, 4096, 1024, 2));
        }
        assertThat(rows).contains(new Row(Kernel.MATVEC, "vector", Precision.F64, 8192, 8192, 1),
                new Row(Kernel.MATVEC, "vector", Precision.F64, 8192, 8192, 2),
                new Row(Kernel.GD_STEP, "vector", Precision.F64, 10_000, 784, 1));
    }

    @Test
    void quickListHasOneCholeskyAndTheFullOneThatOfEveryBackend() {
        assertThat(StandardRows.of(Effort.QUICK, MANY, 2).stream().filter(row -> row.kernel() == Kernel.CHOLESKY)).hasSize(1);
        assertThat(StandardRows.of(Effort.FULL, MANY, 2).stream().filter(row -> row.kernel() == Kernel.CHOLESKY).map(Row::backend))
                .contains("vector", "blas-a", "blas-g").doesNotContain("scalar");
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void aKernelThatIsNamedHasARowWhateverTheEffort(Kernel kernel) {
        for (Effort effort : Effort.values()) {
            assertThat(StandardRows.of(effort, USUAL, 2, List.of(kernel))).anyMatch(row -> row.kernel() == kernel);
            assertThat(StandardRows.of(effort, USUAL, 2, List.of())).isEqualTo(StandardRows.of(effort, USUAL, 2));
        }
    }

    @Test
    void everyUsableBackendIsInTheList() {
        List<String> few = List.of("vector", "blas-a", "scalar");
        assertThat(StandardRows.of(Effort.QUICK, few, 2).stream().map(Row::backend).distinct()).containsExactlyInAnyOrderElementsOf(few);
    }

    @Test
    void machineWithOneCpuHasNoRowsOnMore() {
        assertThat(StandardRows.of(Effort.FULL, USUAL, 1)).allMatch(row -> row.threads() == 1);
    }
}
