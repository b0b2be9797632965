package gramflow.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class FlightRecorderTest {

    @TempDir
    private Path folder;

    @Test
    void hearsOfEachPhaseOfEachBandAndHowLongItTook() throws IOException {
        Path file = folder.resolve("gram.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("gramflow.Tile").withoutThreshold();
            recording.start();
            assertThat(Cli.run("gram", "--synthetic", "sphere:600,10", "--format", "packed", "--out", folder.resolve("K.packed").toString())
                    .err()).isEmpty();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(e -> e.getEventType().getName().equals("gramflow.Tile"))
                .toList();
        assertThat(events.stream().map(e -> e.getString("phase")).collect(Collectors.toSet())).contains("COMPUTE", "PACK", "WRITE",
                "FORCE");
        assertThat(events).allSatisfy(e -> {
            assertThat(e.getDuration("took")).isGreaterThan(Duration.ZERO);
            assertThat(e.getLong("rows")).isPositive();
        });
        long computed = events.stream().filter(e -> e.getString("phase").equals("COMPUTE")).mapToLong(e -> e.getLong("rows")).sum();
        assertThat(computed).isEqualTo(600);
    }
}
