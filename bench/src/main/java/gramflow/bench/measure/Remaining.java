package gramflow.bench.measure;

import java.util.HashMap;
import java.util.Map;

/** How long a run still takes: what was expected of the forks to come, times how long the past ones took beside what was expected of them. */
final class Remaining {
    private static final double ROOFS_AFTER_SECONDS = 1.5;

    private final Map<Row, Double> expected = new HashMap<>();
    private double expectedToCome = ROOFS_AFTER_SECONDS;
    private double expectedPast;
    private double takenPast;
    private double current;
    private long began;

    Remaining(Plan plan, RunRoofs roofs) {
        for (Row row : plan.rows()) {
            double seconds = plan.secondsPerFork(row, roofs.of(row).gflops());
            expected.put(row, seconds);
            expectedToCome += seconds * plan.effort().rounds();
        }
    }

    void begin(Row row) {
        current = expected.getOrDefault(row, 0.0);
        began = System.nanoTime();
    }

    void end() {
        takenPast += (System.nanoTime() - began) / 1e9;
        expectedPast += current;
        expectedToCome -= current;
    }

    double seconds() {
        double slower = expectedPast == 0 ? 1 : takenPast / expectedPast;
        return expectedToCome * slower;
    }
}
