package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round values to mark on an axis: 1, 2, 5 times powers of ten. */
final class Ticks {
    private static final double[] STEPS = {1, 2, 5};
    private static final double[] ALL = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    /** Where there is room for all, there is room between 1 and 2 as well: ratios lie there. */
    private static final double[] MORE = {1, 1.2, 1.5, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final double[] POWERS = {1};

    private Ticks() {
    }

    /** At most {@code most}, at least 2, values on the scale, ascending. */
    static List<Double> of(Scale scale, int most) {
        return scale.isLog() ? log(scale, most) : linear(scale.low(), scale.high(), most);
    }

    private static List<Double> linear(double low, double high, int most) {
        double rough = (high - low) / Math.max(1, most - 1);
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = decade * 10;
        for (double factor : STEPS) {
            if (decade * factor >= rough) {
                step = decade * factor;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(low / step);
        for (double k = first; k * step <= high && ticks.size() < most; k++) {
            ticks.add(rounded(k, step));
        }
        return ticks;
    }

    /** k·step, without the last digits that a product of binary fractions leaves behind; and no −0. */
    private static double rounded(double k, double step) {
        double value = k * step;
        return value == 0 ? 0 : Double.parseDouble(String.format(Locale.ROOT, "%.12g", value));
    }

    private static List<Double> log(Scale scale, int most) {
        int first = (int) Math.floor(Math.log10(scale.low()));
        int last = (int) Math.ceil(Math.log10(scale.high()));
        for (double[] factors : new double[][]{MORE, ALL, STEPS}) {
            List<Double> ticks = powers(scale, first, last, 1, factors);
            if (ticks.size() <= most) {
                return ticks.size() < 2 ? linear(scale.low(), scale.high(), most) : ticks;
            }
        }
        for (int every = 1;; every++) {
            List<Double> ticks = powers(scale, first, last, every, POWERS);
            if (ticks.size() < 2) {
                return ends(powers(scale, first, last, 1, STEPS));
            }
            if (ticks.size() <= most) {
                return ticks;
            }
        }
    }

    private static List<Double> ends(List<Double> ticks) {
        return ticks.size() < 2 ? ticks : List.of(ticks.getFirst(), ticks.getLast());
    }

    private static List<Double> powers(Scale scale, int first, int last, int every, double[] factors) {
        List<Double> ticks = new ArrayList<>();
        for (int e = Math.ceilDiv(first, every) * every; e <= last; e += every) {
            for (double factor : factors) {
                double value = Double.parseDouble(factor + "e" + e);
                if (scale.contains(value)) {
                    ticks.add(value);
                }
            }
        }
        return ticks;
    }

    /** Lines between the ticks of a logarithmic axis, where there is room for them: the other multiples of each power. */
    static List<Double> between(Scale scale) {
        int first = (int) Math.floor(Math.log10(scale.low()));
        int last = (int) Math.ceil(Math.log10(scale.high()));
        return last - first > 6 ? List.of() : powers(scale, first, last, 1, ALL);
    }
}
