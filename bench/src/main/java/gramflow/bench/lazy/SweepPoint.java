package gramflow.bench.lazy;

import gramflow.bench.report.JsonObject;
import java.util.List;
import java.util.Map;

/** One α of a sweep, read from its JSON. Immutable. */
public final class SweepPoint {
    private final Map<String, Object> source;
    private final JsonObject json;

    /** Over what {@link PointRun} made, or what a parser made of that again. */
    SweepPoint(Map<String, Object> source) {
        this.source = source;
        json = new JsonObject(source, "points[].");
        if (!(alpha() > 0) || records().isEmpty()) {
            throw new IllegalArgumentException("a point of alpha " + alpha() + " with " + records().size() + " records");
        }
    }

    Map<String, Object> source() {
        return source;
    }

    /** α. */
    public double alpha() {
        return number("alpha");
    }

    /** Width of the model. */
    public long width() {
        return (long) number("width");
    }

    /** A number by its key; NaN where there is none. */
    public double number(String key) {
        return json.numberOrNaN(key);
    }

    /** A text by its key. */
    public String text(String key) {
        return json.string(key);
    }

    /** A truth value by its key. */
    public boolean flag(String key) {
        return json.flag(key);
    }

    /** What was recorded, in the order of time. */
    public List<JsonObject> records() {
        return json.objects("records");
    }

    /** The inequalities, each where it came closest to failing. */
    public List<JsonObject> inequalities() {
        return json.objects("inequalities");
    }
}
