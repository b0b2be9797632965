package gramflow.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a parsed JSON document, whose members are asked for by key and type; what does not fit is refused with the path to it. */
public final class JsonObject {
    private final Map<?, ?> members;
    private final String path;

    /**
     * An object.
     *
     * @param members as a JSON parser gives them
     * @param path where it is in the document, ending in a dot; empty for the document itself
     */
    public JsonObject(Map<?, ?> members, String path) {
        this.members = members;
        this.path = path;
    }

    /** Whether there is one, and not {@code null}. */
    public boolean has(String key) {
        return members.get(key) != null;
    }

    /** The string. */
    public String string(String key) {
        return typed(key, String.class, "a string");
    }

    /** The truth value. */
    public boolean flag(String key) {
        return typed(key, Boolean.class, "true or false");
    }

    /** The number. */
    public double number(String key) {
        return typed(key, Number.class, "a number").doubleValue();
    }

    /** The number, or NaN if there is {@code null} or nothing. */
    public double numberOrNaN(String key) {
        return has(key) ? number(key) : Double.NaN;
    }

    /** The list of numbers. */
    public List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (Object element : typed(key, List.class, "a list")) {
            if (!(element instanceof Number number)) {
                throw refused(key, "a list of numbers", element);
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    /** The list of strings. */
    public List<String> strings(String key) {
        List<String> strings = new ArrayList<>();
        for (Object element : typed(key, List.class, "a list")) {
            if (!(element instanceof String string)) {
                throw refused(key, "a list of strings", element);
            }
            strings.add(string);
        }
        return strings;
    }

    /** The object. */
    public JsonObject object(String key) {
        return new JsonObject(typed(key, Map.class, "an object"), path + key + ".");
    }

    /** The object as a map, in its order. */
    public Map<String, Object> map(String key) {
        return object(key).all();
    }

    /** All members, in their order. */
    public Map<String, Object> all() {
        Map<String, Object> map = new LinkedHashMap<>();
        members.forEach((key, value) -> map.put(String.valueOf(key), value));
        return map;
    }

    /** The list of objects. */
    public List<JsonObject> objects(String key) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : typed(key, List.class, "a list")) {
            if (!(element instanceof Map<?, ?> map)) {
                throw refused(key, "a list of objects", element);
            }
            objects.add(new JsonObject(map, path + key + "[" + objects.size() + "]."));
        }
        return objects;
    }

    private <T> T typed(String key, Class<T> type, String expected) {
        Object value = members.get(key);
        if (!type.isInstance(value)) {
            throw refused(key, expected, value);
        }
        return type.cast(value);
    }

    private IllegalArgumentException refused(String key, String expected, @Nullable Object found) {
        return new IllegalArgumentException("key " + path + key + ": found " + found + ", expected " + expected);
    }
}
