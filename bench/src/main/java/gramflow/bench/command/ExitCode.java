package gramflow.bench.command;

/** What the process's exit code means, for every command. Scripts rely on these numbers. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;

    /** The command ran, and the answer is no: a check failed, a bound is broken. */
    public static final int NO = 1;

    /** The input or the options are wrong; one line on stderr says what. */
    public static final int USAGE = 2;

    /** The machine could not: disk full, not enough memory, an error of ours. */
    public static final int MACHINE = 3;

    /** Stopped by Ctrl-C: 128 + SIGINT, as shells have it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
