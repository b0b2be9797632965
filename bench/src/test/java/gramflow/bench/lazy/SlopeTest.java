package gramflow.bench.lazy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class SlopeTest {

    private static SweepPoint point(double alpha, boolean above, double gap, double rounding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("alpha", alpha);
        json.put("B2_holds", above);
        json.put("gap", gap);
        json.put("gap_rounding", rounding);
        json.put("records", List.of(Map.of("t", 0)));
        return new SweepPoint(json);
    }

    @Test
    void aPowerIsFoundFromThePointsAboveTheThresholdAlone() {
        Slope slope = Slope.of(List.of(point(1, false, 0.3, 0), point(10, true, 1e-2, 0), point(100, true, 1e-4, 0)), "gap");
        assertThat(slope.value()).isCloseTo(-2, within(1e-12));
        assertThat(slope.points()).isEqualTo(2);
    }

    @Test
    void whatRoundingMayHaveMadeIsLeftOut() {
        Slope slope = Slope.of(List.of(point(10, true, 1e-2, 1e-12), point(100, true, 1e-3, 1e-11), point(1e6, true, 1e-6, 5e-8)), "gap");
        assertThat(slope.value()).isCloseTo(-1, within(1e-12));
        assertThat(slope.points()).isEqualTo(2);
        assertThat(Slope.of(List.of(point(10, true, 1e-2, 1e-12), point(1e6, true, 1e-6, 5e-8)), "gap").value()).isNaN();
    }

    @Test
    void belowTheThresholdTheUpperHalfServes() {
        SweepPoint first = point(1, false, 9, 0);
        SweepPoint second = point(2, false, 8, 0);
        Slope slope = Slope.of(List.of(first, second, point(10, false, 1e-1, 0), point(100, false, 1e-2, 0)), "gap");
        assertThat(slope.value()).isCloseTo(-1, within(1e-12));
    }
}
