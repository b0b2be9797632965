package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class QuestionTest {
    private static final List<Row> STANDARD = List.of(row(Kernel.GRAM, "vector", 4096, 1024), row(Kernel.GEMM, "vector", 4096, 1024),
            row(Kernel.GRAM, "scalar", 512, 512));

    private static Row row(Kernel kernel, String backend, long n, long d) {
        return new Row(kernel, backend, Precision.F64, n, d, 1);
    }

    private static Question sizes(List<Long> n, List<Long> d) {
        return new Question(List.of(), n, d, List.of(), List.of(), List.of());
    }

    @Test
    void everythingIsTheStandardRows() {
        assertThat(Question.ALL.narrow(STANDARD)).isEqualTo(STANDARD);
    }

    @Test
    void onlyKeepsTheKernelsNamed() {
        Question question = new Question(List.of(Kernel.GEMM), List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(question.narrow(STANDARD)).containsExactly(STANDARD.get(1));
    }

    @Test
    void everyColumnNamedLeavesOneRow() {
        Question question = new Question(List.of(Kernel.GRAM), List.of(1291L), List.of(977L), List.of(2), List.of("vector"),
                List.of(Precision.F32));
        assertThat(question.narrow(STANDARD)).containsExactly(new Row(Kernel.GRAM, "vector", Precision.F32, 1291, 977, 2));
    }

    @Test
    void listsAreCombined() {
        Question question = new Question(List.of(Kernel.GRAM), List.of(10L, 20L), List.of(3L, 4L), List.of(1, 2), List.of("vector"),
                List.of(Precision.F64, Precision.F32));
        assertThat(question.narrow(STANDARD)).hasSize(16).doesNotHaveDuplicates();
    }

    @Test
    void missingDIsThatOfTheStandardRowsOfTheSameN() {
        assertThat(sizes(List.of(4096L), List.of()).narrow(STANDARD)).isNotEmpty().allMatch(row -> row.d() == 1024);
    }

    @Test
    void missingDOfAnUnknownNIsN() {
        assertThat(sizes(List.of(100L), List.of()).narrow(STANDARD)).isNotEmpty().allMatch(row -> row.d() == 100);
    }

    @Test
    void scalarIsLeftOutOfLargeSizesUnlessNamed() {
        Question unnamed = sizes(List.of(2000L), List.of());
        assertThat(unnamed.narrow(STANDARD)).isNotEmpty().noneMatch(row -> row.backend().equals("scalar"));
        Question named = new Question(List.of(Kernel.GRAM), List.of(2000L), List.of(), List.of(), List.of("scalar"), List.of());
        assertThat(named.narrow(STANDARD)).containsExactly(row(Kernel.GRAM, "scalar", 2000, 2000));
    }

    @Test
    void scalarAloneKeepsTheStandardSizesItCanDo() {
        Question question = new Question(List.of(), List.of(), List.of(), List.of(), List.of("scalar"), List.of());
        assertThat(question.narrow(STANDARD)).containsExactly(row(Kernel.GRAM, "scalar", 512, 512));
    }

    @Test
    void dWithoutNIsRefused() {
        assertThatThrownBy(() -> sizes(List.of(), List.of(7L))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--d without --n");
    }

    @Test
    void sizesBelowOneAreRefusedWithTheOption() {
        assertThatThrownBy(() -> sizes(List.of(0L), List.of())).hasMessageContaining("--n 0");
        assertThatThrownBy(() -> sizes(List.of(5L), List.of(-3L))).hasMessageContaining("--d -3");
        assertThatThrownBy(() -> new Question(List.of(), List.of(), List.of(), List.of(0), List.of(), List.of()))
                .hasMessageContaining("--threads 0");
    }
}
