package gramflow.bench.lazy;

import gramflow.bench.report.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * A sweep, finished or not.
 *
 * @param setup all that decides its numbers: two sweeps of one setup can be put together
 * @param about what else there is to say of it
 * @param points what is finished
 */
public record SweepDocument(Map<String, Object> setup, Map<String, Object> about, List<SweepPoint> points) {
    /** The value of {@code schema}. */
    public static final String SCHEMA = "gramflow-lazy/1";

    /** Copies what it is given. */
    public SweepDocument {
        setup = new LinkedHashMap<>(setup);
        about = new LinkedHashMap<>(about);
        points = List.copyOf(points);
    }

    /** The document with one more point. */
    SweepDocument withPoint(SweepPoint point) {
        List<SweepPoint> more = new ArrayList<>(points);
        more.add(point);
        return new SweepDocument(setup, about, more);
    }

    /** The document with other remarks. */
    SweepDocument withAbout(Map<String, Object> other) {
        return new SweepDocument(setup, other, points);
    }

    /** The point of that width and α, if it is finished. */
    Optional<SweepPoint> point(long width, double alpha) {
        return points.stream().filter(each -> each.width() == width && each.alpha() == alpha).findFirst();
    }

    /** Whether every inequality held at every time of every point. */
    public boolean allHold() {
        return points.stream().allMatch(point -> point.flag("all_hold"));
    }

    /** As JSON. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("setup", setup);
        json.put("about", about);
        json.put("all_hold", allHold());
        json.put("points", points.stream().map(SweepPoint::source).toList());
        return json;
    }

    /**
     * Reads what {@link #toJson} became on disk.
     *
     * @throws IllegalArgumentException if it is not such a file; the message names it
     * @throws IOException if it cannot be read
     */
    public static SweepDocument read(Path file) throws IOException {
        try {
            JsonObject json = new JsonObject(JSON.std.mapFrom(Files.readString(file)), "");
            if (!json.string("schema").equals(SCHEMA)) {
                throw new IllegalArgumentException("schema " + json.string("schema") + ", expected " + SCHEMA);
            }
            List<SweepPoint> points = new ArrayList<>();
            for (JsonObject each : json.objects("points")) {
                points.add(new SweepPoint(each.all()));
            }
            return new SweepDocument(json.map("setup"), json.map("about"), points);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": not a sweep of lazy: " + Objects.toString(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }
}
