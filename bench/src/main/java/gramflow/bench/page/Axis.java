package gramflow.bench.page;

/**
 * An axis of a plot.
 *
 * @param label what it measures, and in which unit
 * @param isLog whether equal factors, not equal differences, lie equally far apart
 * @param low what the axis must reach down to; NaN leaves that to the data
 * @param high what it must reach up to; NaN leaves that to the data
 */
public record Axis(String label, boolean isLog, double low, double high) {

    /** Equal differences; as long as the data needs. */
    public static Axis linear(String label) {
        return new Axis(label, false, Double.NaN, Double.NaN);
    }

    /** Equal factors; as long as the data needs. Only what is positive can be drawn. */
    public static Axis log(String label) {
        return new Axis(label, true, Double.NaN, Double.NaN);
    }

    /** The axis from that value at the latest: 0, mostly, so that heights compare. */
    public Axis withLow(double value) {
        return new Axis(label, isLog, value, high);
    }

    /** The axis to that value at least. */
    public Axis withHigh(double value) {
        return new Axis(label, isLog, low, value);
    }

    /** Why a value cannot be drawn; empty if it can. */
    String obstacle(double value) {
        if (!Double.isFinite(value)) {
            return "not finite";
        }
        if (Math.abs(value) > Scale.LARGEST) {
            return "too large to draw";
        }
        return isLog && value < Scale.SMALLEST ? "not positive, on a logarithmic axis" : "";
    }
}
