package gramflow.bench.profile;

import gramflow.gram.FileReport;
import gramflow.gram.FileReport.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one n cost.
 *
 * @param n examples
 * @param d length of an example
 * @param read seconds of drawing the examples
 * @param forward seconds of a model's activations; 0 without one
 * @param backward seconds of its sensitivities; 0 without one
 * @param report of K's way to the file
 * @param roof flops a second at best, on the threads used
 * @param residentBytes most memory that was resident; 0 where the system does not tell
 * @param balance least over most CPU time of a thread that multiplied: 1 if all did as much
 */
public record ProfileRow(long n, long d, double read, double forward, double backward, FileReport report, double roof, long residentBytes,
        double balance) {

    /** The phases that have an exponent of their own, with their seconds. */
    public Map<String, Double> phases() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("read", read);
        seconds.put("forward", forward);
        seconds.put("backward", backward);
        seconds.put("pack", report.seconds(Phase.PACK));
        seconds.put("multiply", report.seconds(Phase.COMPUTE) - report.seconds(Phase.PACK));
        seconds.put("write", report.seconds(Phase.WRITE));
        seconds.put("force", report.seconds(Phase.FORCE));
        seconds.put("wait", report.seconds(Phase.WAIT));
        seconds.put("total", read + forward + backward + report.seconds());
        return seconds;
    }

    /** The same against a roof that was measured at another time, if that is higher: the machine is one, and whatever disturbs a roof makes it too low. */
    public ProfileRow under(double other) {
        return new ProfileRow(n, d, read, forward, backward, report, Math.max(roof, other), residentBytes, balance);
    }

    /** Flops a second while products were computed. */
    public double rate() {
        return report.flopsPerSecond();
    }

    /** Measured over predicted time of the way to the file. */
    public double measuredOverPredicted() {
        return report.seconds() / report.plan().seconds();
    }

    /** For a program. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("n", n);
        json.put("d", d);
        json.put("seconds", phases());
        json.put("seconds_predicted", report.plan().seconds());
        json.put("seconds_to_file", report.seconds());
        json.put("flops", report.flops());
        json.put("gflops", rate() / 1e9);
        json.put("fraction_of_roof", rate() / roof);
        json.put("bytes", report.plan().fileBytes());
        json.put("resident_bytes", residentBytes);
        json.put("memory_predicted", report.plan().memoryBytes());
        json.put("balance", balance);
        long first = report.times().stream().mapToLong(FileReport.BandTime::begin).min().orElse(0);
        List<Map<String, Object>> bands = new ArrayList<>();
        for (FileReport.BandTime time : report.times()) {
            Map<String, Object> band = new LinkedHashMap<>();
            band.put("phase", time.phase().name().toLowerCase(Locale.ROOT));
            band.put("band", time.band());
            band.put("begin", (time.begin() - first) / 1e9);
            band.put("end", (time.end() - first) / 1e9);
            bands.add(band);
        }
        json.put("tiles", bands);
        return json;
    }
}
