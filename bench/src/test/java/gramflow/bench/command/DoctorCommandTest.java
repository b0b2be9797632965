package gramflow.bench.command;

import gramflow.backend.Backends;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;

final class DoctorCommandTest {
    @TempDir
    Path temp;

    @Test
    void tellsTheMachineEveryBackendAndWhichOneAutoTakes() {
        Cli run = Cli.run("doctor");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("CPU ", "caches ", "memory ", "NUMA ", "huge pages ", "Java ", "Vector API ", "FMA ");
        for (Backends.Found found : Backends.all()) {
            assertThat(run.out()).containsPattern("(?m)^" + found.name() + " +" + (found.availability().usable() ? "yes: " : "no: "))
                    .contains(found.availability().reason());
        }
        assertThat(run.out()).contains("auto takes    " + Backends.whyAuto());
        for (Precision precision : Precision.values()) {
            assertThat(run.out()).contains("numeric key   " + Backends.auto().numericKey(precision));
        }
    }

    @Test
    void tellsTheKeyOfTheBackendAskedFor() {
        Cli run = Cli.run("doctor", "--backend", "scalar");
        assertThat(run.out()).contains("asked for     scalar", "numeric key   scalar f64");
    }

    @Test
    void quietTellsNothingButWritesTheFile() throws IOException {
        Path file = temp.resolve("doctor.json");
        Cli run = Cli.run("doctor", "--quiet", "--json", file.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
        assertThat(json).containsEntry("schema", "gramflow-doctor/1").containsEntry("taken", Backends.auto().name());
        assertThat(json.get("machine")).asInstanceOf(InstanceOfAssertFactories.MAP).containsKeys("cpu", "cores", "caches", "os",
                "jdk", "flags", "vectorBits", "fma");
        assertThat((List<?>) json.get("backends")).hasSameSizeAs(Backends.all());
    }
}
