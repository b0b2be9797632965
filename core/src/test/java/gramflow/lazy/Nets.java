package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A tanh net on a few random points of a sphere, and runs of it. */
final class Nets {
    static final Products ON = Products.auto();
    static final int N = 8;
    static final int D = 5;
    static final int WIDTH = 256;

    private Nets() {
    }

    static Matrix points(int n, int d, long seed) {
        Random random = new Random(seed);
        Matrix x = Matrix.zeros(Precision.F64, n, d);
        for (int i = 0; i < n; i++) {
            double[] row = random.doubles(d, -1, 1).toArray();
            double norm = Math.sqrt(java.util.Arrays.stream(row).map(v -> v * v).sum());
            for (int j = 0; j < d; j++) {
                x.set(i, j, row[j] / norm);
            }
        }
        return x;
    }

    static Matrix signs(int n) {
        Matrix y = Matrix.zeros(Precision.F64, n, 1);
        for (int i = 0; i < n; i++) {
            y.set(i, 0, i % 3 == 0 ? 1 : -1);
        }
        return y;
    }

    /** Gaussian weights; in pairs of equal ones, whose outer weights differ in sign, if asked for. */
    static Matrix weights(boolean pairs) {
        Random random = new Random(7);
        Matrix w = Matrix.zeros(Precision.F64, D * WIDTH, 1);
        for (int j = 0; j < WIDTH; j++) {
            for (int l = 0; l < D; l++) {
                double value = pairs && j % 2 == 1 ? w.get((j - 1L) * D + l, 0) : random.nextGaussian();
                w.set((long) j * D + l, 0, value);
            }
        }
        return w;
    }

    static LazyProblem problem(boolean centred, boolean pairs) {
        return new LazyProblem(PlainModel.tanh(D, WIDTH), points(N, D, 1), signs(N), weights(pairs), centred, ON);
    }

    static TwoLayerSmoothness net() {
        return TwoLayerSmoothness.of(1, 4 / (3 * Math.sqrt(3)), 1, WIDTH, points(N, D, 1), ON);
    }

    /** A run and what was seen of it. */
    record Run(LazyMonitor monitor, List<LazyRecord> records, List<LazyState> states, long steps) {
        double largestGap() {
            return records.stream().mapToDouble(LazyRecord::gap).max().orElseThrow();
        }

        double largestParameterGap() {
            return records.stream().mapToDouble(LazyRecord::parameterGap).max().orElseThrow();
        }
    }

    /** To twenty times the slowest part's time, at times that grow by a factor. */
    static Run run(LazyProblem problem, double alpha, double tolerance) {
        LazyFlow flow = new LazyFlow(problem, alpha, tolerance);
        LazyState begin = flow.begin();
        LazyMonitor monitor = new LazyMonitor(flow, begin, net().inner());
        double last = 20 / (alpha * alpha * begin.spectrum().value(0));
        double first = 0.1 / (alpha * alpha * begin.spectrum().value(N - 1));
        double[] times = new double[25];
        for (int i = 0; i < 25; i++) {
            times[i] = first * Math.pow(last / first, i / 24.0);
        }
        List<LazyRecord> records = new ArrayList<>();
        List<LazyState> states = new ArrayList<>();
        long steps = flow.run(times, state -> {
            states.add(state);
            records.add(monitor.measure(state));
        }, Progress.NONE);
        return new Run(monitor, records, states, steps);
    }
}
