package gramflow.bench.command;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Tuning;
import gramflow.bench.report.MachineDescription;
import gramflow.bench.tune.KeptTuning;
import gramflow.memory.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what this machine and this Java can do, and which backend runs because of it. */
@Command(name = "doctor", description = "Says what this machine and this Java can do, which backends run here and why the others do not, "
        + "and what decides the bits of a result.", footerHeading = "%nExamples%n", footer = {"  gramflow doctor",
                "  gramflow doctor --json doctor.json",
                "  gramflow doctor --backend vector      exit code 2, and why, if it cannot run", "%nThe launcher reads:",
                "  JAVA_HOME                    the JDK to run on, if it is new enough",
                "  GRAMFLOW_JAVA_OPTS           more flags for the JVM, such as -XX:UseAVX=2 or",
                "                               -Dgramflow.vector.bits=256 or -Dgramflow.backend=scalar",
                "  GRAMFLOW_VECTOR=off          leaves the Vector API module out"})
public final class DoctorCommand implements Callable<Integer> {
    private static final String LINE = "%-14s%s%n";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        Backend taken = common.backend();
        MachineDescription machine = MachineDescription.current(ManagementFactory.getRuntimeMXBean().getInputArguments());
        print(common.out(), machine, taken);
        common.writeJson(() -> json(machine, taken));
        return ExitCode.DONE;
    }

    private void print(PrintWriter out, MachineDescription machine, Backend taken) {
        machine.lines().forEach(out::println);
        out.println();
        for (Backends.Found found : Backends.all()) {
            out.printf(LINE, found.name(), (found.availability().usable() ? "yes: " : "no: ") + found.availability().reason());
        }
        out.println();
        out.printf(LINE, "auto takes", Backends.whyAuto());
        tuning().forEach(line -> out.printf(LINE, line.startsWith(" ") ? "" : "tuning", line.strip()));
        if (!common.backendName().equals("auto")) {
            out.printf(LINE, "asked for", taken.name());
        }
        for (Precision precision : Precision.values()) {
            out.printf(LINE, "numeric key", taken.numericKey(precision));
        }
        out.flush();
    }

    /** Which tuning is in use, and why; what follows the first line is indented. */
    private static List<String> tuning() {
        String asked = System.getProperty(Tuning.PROPERTY, "");
        KeptTuning.Found found = KeptTuning.find();
        if (found.kept().isPresent() && found.kept().get().tuning().toString().equals(asked)) {
            KeptTuning kept = found.kept().get();
            return List.of(asked, " " + kept.gains(), " found " + kept.date() + ", kept in " + kept.file());
        }
        if (!asked.isEmpty()) {
            return List.of(asked + ", as -D" + Tuning.PROPERTY + " asks");
        }
        if (found.kept().isPresent()) {
            return List.of("none, as -D" + Tuning.PROPERTY + "= asks; " + found.file() + " is there");
        }
        return List.of(found.warning().isEmpty() ? "none for this CPU, JVM and flags: gramflow tune looks for one" : found.warning());
    }

    private static Map<String, Object> json(MachineDescription machine, Backend taken) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "gramflow-doctor/1");
        json.put("machine", machine.toJson());
        List<Map<String, Object>> backends = Backends.all().stream().map(DoctorCommand::json).toList();
        json.put("backends", backends);
        json.put("auto", Backends.whyAuto());
        json.put("taken", taken.name());
        json.put("tuning", tuning().getFirst());
        return json;
    }

    private static Map<String, Object> json(Backends.Found found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", found.name());
        json.put("usable", found.availability().usable());
        json.put("reason", found.availability().reason());
        if (found.availability().usable()) {
            Map<String, Object> keys = new LinkedHashMap<>();
            for (Precision precision : Precision.values()) {
                keys.put(precision.label(), found.provider().backend().numericKey(precision));
            }
            json.put("numericKey", keys);
        }
        return json;
    }
}
