package gramflow.backend.differential;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import org.jspecify.annotations.Nullable;

/**
 * C as it should be, found here by sums of its own. Exact cases are summed in double, in an order of convenience. The others are summed in twice that
 * precision, and a result ĉ may be off by what any order of summation, fused or not, may lose:
 *
 * <pre>|ĉ − c| ≤ (k+3)·u/(1 − (k+3)·u) · (|α|·Σ|a·b| + |β·c₀|) + (k+3)·|α|·s</pre>
 *
 * <p>u the unit roundoff, s the least positive number: each product passes through at most k roundings on its way into the sum, one by α, one with β·c₀.
 */
final class Expected implements Oracle {
    private final Case c;
    private final double[] value;
    private final double[] rest;
    private final double[] bound;

    private Expected(Case c, int entries) {
        this.c = c;
        this.value = new double[entries];
        this.rest = new double[entries];
        this.bound = new double[entries];
    }

    static Expected of(Case c, Operands operands) {
        Strided first = operands.first().block();
        double[] left = values(first);
        double[] right = values(c.operation().right(first, operands.second().block()));
        Expected expected = new Expected(c, Math.toIntExact(c.m() * c.n()));
        Strided before = operands.result().block();
        for (int i = 0; i < c.m(); i++) {
            if (c.entries().exact()) {
                expected.exactRow(i, left, right, before);
            } else {
                expected.boundedRow(i, left, right, before);
            }
        }
        return expected;
    }

    private void exactRow(int i, double[] left, double[] right, Strided before) {
        int n = (int) c.n();
        int k = (int) c.k();
        double[] sums = new double[n];
        for (int l = 0; l < k; l++) {
            double factor = left[i * k + l];
            for (int j = 0; j < n; j++) {
                sums[j] += factor * right[l * n + j];
            }
        }
        for (int j = 0; j < n; j++) {
            double scaled = c.alpha() * sums[j];
            double exact = c.beta() == 0 ? scaled : scaled + c.beta() * addedTo(before, i, j);
            value[i * n + j] = c.precision() == Precision.F32 ? (float) exact : exact;
        }
    }

    private void boundedRow(int i, double[] left, double[] right, Strided before) {
        int n = (int) c.n();
        int k = (int) c.k();
        CompensatedSums sums = new CompensatedSums(n);
        for (int l = 0; l < k; l++) {
            sums.addProducts(left[i * k + l], right, l * n);
        }
        sums.scale(c.alpha());
        if (c.beta() != 0) {
            double[] added = new double[n];
            for (int j = 0; j < n; j++) {
                added[j] = addedTo(before, i, j);
            }
            sums.addProducts(c.beta(), added, 0);
        }
        double roundings = (k + 3) * c.precision().unitRoundoff();
        double least = c.precision() == Precision.F64 ? Double.MIN_VALUE : Float.MIN_VALUE;
        for (int j = 0; j < n; j++) {
            value[i * n + j] = sums.value(j);
            rest[i * n + j] = sums.rest(j);
            bound[i * n + j] = roundings / (1 - roundings) * sums.absolute(j) + (k + 3) * Math.abs(c.alpha()) * least;
        }
    }

    /** C's entry before the call; of a symmetric C the lower triangle's, whatever stands in the upper. */
    private double addedTo(Strided before, long i, long j) {
        return c.part() == Part.BOTH ? before.get(Math.max(i, j), Math.min(i, j)) : before.get(i, j);
    }

    @Override
    @Nullable
    public String complaint(Strided result) {
        int n = (int) c.n();
        for (int i = 0; i < c.m(); i++) {
            for (int j = 0; j < n; j++) {
                if (!c.part().writes(i, j)) {
                    continue;
                }
                int at = i * n + j;
                double found = result.get(i, j);
                double error = Math.abs((found - value[at]) - rest[at]);
                boolean same = c.entries().exact() ? Double.compare(found + 0.0, value[at] + 0.0) == 0 : error <= bound[at];
                if (!same) {
                    return "entry (%d, %d) is %s, expected %s, give or take %s".formatted(i, j, found, value[at], bound[at]);
                }
            }
        }
        return null;
    }

    private static double[] values(Strided block) {
        int cols = Math.toIntExact(block.cols());
        double[] values = new double[Math.toIntExact(block.rows() * cols)];
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < cols; j++) {
                values[i * cols + j] = block.get(i, j);
            }
        }
        return values;
    }
}
