package gramflow.bench.page;

import java.util.List;

/**
 * Where values lie on an axis of a drawing.
 *
 * @param isLog whether it is logarithmic
 * @param low value at the beginning
 * @param high value at the end, above {@code low}
 * @param from where it begins, in units of the drawing
 * @param to where it ends
 */
record Scale(boolean isLog, double low, double high, double from, double to) {

    /** Beyond this a difference could overflow. */
    static final double LARGEST = 1e300;
    /** Below this a logarithmic axis would be all about underflow. */
    static final double SMALLEST = 1e-300;

    private static final double MARGIN = 0.04;

    /**
     * The scale of an axis.
     *
     * @param values what must have a place on it; each can be drawn
     */
    static Scale of(Axis axis, List<Double> values, double from, double to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double v : values) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        if (axis.obstacle(axis.low()).isEmpty()) {
            low = Math.min(low, axis.low());
            high = Math.max(high, axis.low());
        }
        if (axis.obstacle(axis.high()).isEmpty()) {
            low = Math.min(low, axis.high());
            high = Math.max(high, axis.high());
        }
        if (low > high) {
            return new Scale(axis.isLog(), 1, 10, from, to);
        }
        return axis.isLog() ? log(low, high, from, to) : linear(low, high, axis.low(), from, to);
    }

    private static Scale log(double low, double high, double from, double to) {
        double span = Math.log10(high / low);
        double margin = Math.pow(10, Math.max(span * MARGIN, span == 0 ? 0.3 : 0.02));
        return new Scale(true, low / margin, high * margin, from, to);
    }

    private static Scale linear(double low, double high, double fixed, double from, double to) {
        double margin = high > low ? (high - low) * MARGIN : Math.max(Math.abs(high) * 0.1, Double.MIN_NORMAL * 1e10);
        // An axis that was to begin at 0 begins there, and not a little below.
        return new Scale(false, low == fixed ? low : low - margin, high + margin, from, to);
    }

    /** Where {@code value} lies. */
    double at(double value) {
        double part = isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + part * (to - from);
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }
}
