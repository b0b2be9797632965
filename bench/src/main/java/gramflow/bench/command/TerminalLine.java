package gramflow.bench.command;

import java.io.PrintWriter;

/** Lines on stderr, and on a terminal under them one that is drawn over again and again. */
final class TerminalLine {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean terminal = TerminalProgress.stderrIsTerminal();

    TerminalLine(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** A line that stays. */
    void print(String text) {
        if (!quiet) {
            err.println((terminal ? CLEAR_LINE : "") + text);
            err.flush();
        }
    }

    /** What is going on; empty to clear it. */
    void draw(String text) {
        if (!quiet && terminal) {
            err.print(CLEAR_LINE + text);
            err.flush();
        }
    }

    /** {@code 0:42}, minutes and seconds. */
    static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return "%d:%02d".formatted(whole / 60, whole % 60);
    }
}
