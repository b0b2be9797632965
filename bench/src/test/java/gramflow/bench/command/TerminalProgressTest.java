package gramflow.bench.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class TerminalProgressTest {
    private static final String CLEAR = "\r\u001b[K";

    private final StringWriter terminal = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    private TerminalProgress progress(boolean visible) {
        return new TerminalProgress(new PrintWriter(terminal), visible, () -> false, clock::get);
    }

    private void wait(int milliseconds) {
        clock.addAndGet(milliseconds * 1_000_000L);
    }

    @Test
    void tellsFractionRateAndTimeLeft() {
        try (TerminalProgress progress = progress(true)) {
            progress.begin("gram", 4e11);
            wait(1000);
            progress.advance(1e11);
            assertThat(terminal.toString()).isEqualTo(CLEAR + "gram  25 %  100 G/s  3 s left");
        }
    }

    @Test
    void drawsNoMoreThanTenTimesASecond() {
        try (TerminalProgress progress = progress(true)) {
            progress.begin("gram", 1000);
            for (int i = 0; i < 1000; i++) {
                wait(1);
                progress.advance(1);
            }
        }
        assertThat(terminal.toString().split(" left", -1)).hasSize(11);
    }

    @Test
    void closingClearsTheLineAndWhatComesLateIsNotDrawn() {
        TerminalProgress progress = progress(true);
        progress.begin("gram", 2);
        wait(1000);
        progress.advance(1);
        progress.close();
        wait(1000);
        progress.advance(1);
        assertThat(terminal.toString()).endsWith(" left" + CLEAR);
    }

    @Test
    void whatIsOverBeforeATenthOfASecondIsNotDrawnAtAll() {
        try (TerminalProgress progress = progress(true)) {
            progress.begin("gram", 1);
            wait(99);
            progress.advance(1);
        }
        assertThat(terminal.toString()).isEmpty();
    }

    @Test
    void nothingIsDrawnWhereNobodyLooks() {
        try (TerminalProgress progress = progress(false)) {
            progress.begin("gram", 1);
            wait(1000);
            progress.advance(1);
        }
        assertThat(terminal.toString()).isEmpty();
    }

    @Test
    void cancelsWhenAskedTo() {
        try (TerminalProgress progress = new TerminalProgress(new PrintWriter(terminal), true, () -> true, clock::get)) {
            assertThat(progress.cancelled()).isTrue();
        }
        try (TerminalProgress progress = progress(true)) {
            assertThat(progress.cancelled()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "0.2, 1 s", "59, 59 s", "60, 1 min 0 s", "3599.5, 1 h 0 min", "7500, 2 h 5 min", "NaN, ?", "Infinity, ?"})
    void timeLeftReadsAsAPersonSaysIt(double seconds, String text) {
        assertThat(TerminalProgress.duration(seconds)).isEqualTo(text);
    }

    @Test
    void moreDoneThanAnnouncedIsAllDone() {
        assertThat(TerminalProgress.line("read", 12, 10, 2)).isEqualTo("read 100 %  6/s  0 s left");
    }
}
