package gramflow.bench.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A profile: a row for each n, and what follows from all of them.
 *
 * @param kernel linear, or the model
 * @param rows by n
 * @param fitsMemory the most rows of K for which the memory suffices
 * @param fitsDisk the most for which the disk does
 */
public record GramProfile(String kernel, List<ProfileRow> rows, long fitsMemory, long fitsDisk) {
    private static final double HOUR = 3600;

    /** Copies the list. */
    public GramProfile {
        rows = List.copyOf(rows);
    }

    /** The exponent of each phase that took any time. */
    public Map<String, Exponent> exponents() {
        Map<String, Exponent> exponents = new LinkedHashMap<>();
        if (rows.isEmpty()) {
            return exponents;
        }
        double[] n = rows.stream().mapToDouble(row -> (double) row.n()).toArray();
        for (String phase : rows.getFirst().phases().keySet()) {
            Exponent fit = Exponent.fit(n, rows.stream().mapToDouble(row -> row.phases().getOrDefault(phase, 0.0)).toArray());
            if (Double.isFinite(fit.value())) {
                exponents.put(phase, fit);
            }
        }
        return exponents;
    }

    /** The n whose total takes an hour, from the last row, as the square: the products and the bytes of large n grow so, whatever small ones do. */
    public long fitsHour() {
        if (rows.isEmpty()) {
            return 0;
        }
        ProfileRow last = rows.getLast();
        return (long) (last.n() * Math.sqrt(HOUR / last.phases().getOrDefault("total", HOUR)));
    }

    /** For a program. */
    public Map<String, Object> json() {
        Map<String, Object> exponents = new LinkedHashMap<>();
        exponents().forEach((phase, fit) -> exponents.put(phase, fit.value()));
        Map<String, Object> fits = new LinkedHashMap<>();
        fits.put("memory", fitsMemory);
        fits.put("disk", fitsDisk);
        fits.put("hour", fitsHour());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "gramflow-profile/1");
        json.put("kernel", kernel);
        json.put("rows", rows.stream().map(ProfileRow::json).toList());
        json.put("exponents", exponents);
        json.put("largest_n", fits);
        return json;
    }
}
