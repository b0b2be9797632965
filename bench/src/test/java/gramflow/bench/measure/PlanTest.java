package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class PlanTest {

    @Test
    void quickPlanIsExpectedToTakeLessThan90Seconds() {
        Plan plan = Plan.of(Effort.QUICK, Question.ALL, List.of("vector", "scalar"), 2);
        assertThat(plan.seconds()).isBetween(20.0, 90.0);
        assertThat(plan.forks()).isEqualTo(plan.rows().size());
    }

    @Test
    void defaultPlanIsExpectedToTakeAboutThreeMinutes() {
        assertThat(Plan.of(Effort.DEFAULT, Question.ALL, List.of("vector", "scalar"), 2).seconds()).isBetween(90.0, 240.0);
    }

    @Test
    void fullPlanHasFiveForksOfEveryRow() {
        Plan plan = Plan.of(Effort.FULL, Question.ALL, List.of("vector", "scalar"), 2);
        assertThat(plan.forks()).isEqualTo(5 * plan.rows().size());
    }

    @Test
    void threadsAreThoseOfTheRows() {
        Row one = new Row(Kernel.GRAM, "vector", Precision.F64, 10, 10, 1);
        Row three = new Row(Kernel.GRAM, "vector", Precision.F64, 10, 10, 3);
        assertThat(new Plan(Effort.QUICK, List.of(three, one, three)).threads()).containsExactly(1, 3);
    }

    @Test
    void slowCallsAreSampledLessOftenButNeverTooRarely() {
        assertThat(Effort.QUICK.sampling(1e-6).iterations()).isEqualTo(16);
        assertThat(Effort.QUICK.sampling(0.2).iterations()).isEqualTo(4);
        assertThat(Effort.QUICK.sampling(100).iterations()).isEqualTo(3);
        assertThat(Effort.FULL.sampling(100).iterations()).isEqualTo(5);
    }

    @Test
    void tenTimesTheRoofIsExpectedToTakeATenthOfTheTime() {
        Row row = new Row(Kernel.GEMM, "vector", Precision.F64, 20_000, 20_000, 1);
        Plan plan = new Plan(Effort.FULL, List.of(row));
        double slow = plan.secondsPerFork(row, 10);
        double fast = plan.secondsPerFork(row, 100);
        // What does not depend on the roof, the random entries above all, is a small part here.
        assertThat(slow / fast).isBetween(8.0, 10.0);
    }
}
