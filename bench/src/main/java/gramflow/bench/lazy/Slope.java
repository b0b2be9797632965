package gramflow.bench.lazy;

import java.util.List;

/**
 * A power law fitted to points of a sweep: log y against log α by least squares.
 *
 * @param value the exponent; NaN with fewer than two points
 * @param points how many it was fitted to
 */
public record Slope(double value, int points) {

    /** As many roundings of w hide a number: their sum over examples, and over steps, may be some tens. */
    private static final double HIDDEN = 100;

    /**
     * Of y over the points whose α lies above the threshold of B2, or, where those are fewer than two, over the upper half of all. Where y is not far above what rounding w alone does, it says nothing of a power, and
     * is left out.
     */
    public static Slope of(List<SweepPoint> sweep, String key) {
        List<SweepPoint> above = sweep.stream().filter(point -> point.flag("B2_holds")).toList();
        List<SweepPoint> sorted = sweep.stream().sorted((a, b) -> Double.compare(a.alpha(), b.alpha())).toList();
        List<SweepPoint> used = (above.size() >= 2 ? above : sorted.subList(sorted.size() / 2, sorted.size())).stream()
                .filter(point -> point.number(key) > HIDDEN * point.number(key + "_rounding")).toList();
        double meanX = used.stream().mapToDouble(point -> Math.log(point.alpha())).average().orElse(Double.NaN);
        double meanY = used.stream().mapToDouble(point -> Math.log(point.number(key))).average().orElse(Double.NaN);
        double xx = 0;
        double xy = 0;
        for (SweepPoint point : used) {
            double x = Math.log(point.alpha()) - meanX;
            xx += x * x;
            xy += x * (Math.log(point.number(key)) - meanY);
        }
        return new Slope(xx > 0 ? xy / xx : Double.NaN, used.size());
    }
}
