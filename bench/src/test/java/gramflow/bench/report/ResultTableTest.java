package gramflow.bench.report;

import gramflow.bench.measure.Bound;
import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Result;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.Verdict;
import gramflow.memory.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ResultTableTest {
    private static final Row ROW = new Row(Kernel.GEMM, "vector", Precision.F32, 1000, 500, 2);

    private static Result result(@Nullable Estimate seconds, double roof, String failure) {
        return new Result(ROW, "", "", seconds, Bound.FMA, roof, List.of(), 0, 1, failure, false, Verdict.OK, Double.NaN);
    }

    @Test
    void lineHasEveryColumn() {
        String line = ResultTable.line(result(new Estimate(0.01, 0.0098, 0.0105), 200, ""));
        assertThat(line.split(" +")).containsExactly("gemm", "vector", "f32", "1000x500", "2", "10.000", "ms", "100.0", "0.500",
                "-2.0+5.0%", "ok");
    }

    @Test
    void impossibleFigureIsCalledSo() {
        assertThat(ResultTable.line(result(new Estimate(0.01, 0.01, 0.01), 90, ""))).endsWith("ABOVE ITS ROOF");
    }

    @Test
    void failedRowSaysWhy() {
        assertThat(ResultTable.line(result(null, 90, "entry (0, 0) is 1"))).endsWith("FAILED: entry (0, 0) is 1");
        assertThat(ResultTable.line(result(new Estimate(1, 1, 1), 90, "entry (0, 0) is 1"))).endsWith("FAILED: entry (0, 0) is 1");
    }

    @Test
    void timesHaveTheUnitThatFits() {
        assertThat(ResultTable.time(12.3456)).isEqualTo("12.346 s");
        assertThat(ResultTable.time(0.0123456)).isEqualTo("12.346 ms");
        assertThat(ResultTable.time(1.23456e-5)).isEqualTo("12.346 us");
    }
}
