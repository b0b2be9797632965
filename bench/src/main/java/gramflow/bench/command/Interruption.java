package gramflow.bench.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C. The first one asks the work to stop at its next piece and gives it time to leave what is finished; then the process ends, with the shell's
 * usual 130. There is one such state, since there is one process.
 */
public final class Interruption {

    /** How long the work may take to leave what is finished. */
    private static final long GRACE_SECONDS = 10;

    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile boolean requested;

    private Interruption() {
    }

    /** Watches for Ctrl-C from now on. To be called once, by the process's main method, which then must call {@link #finished}. */
    public static void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::ending, "gramflow-interruption"));
    }

    private static void ending() {
        requested = true;
        try {
            if (!FINISHED.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("gramflow: the work did not stop within " + GRACE_SECONDS + " s; ended it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has returned: nothing is waited for any more. */
    public static void finished() {
        FINISHED.countDown();
    }

    /** Whether the work is to stop at its next piece. */
    public static boolean requested() {
        return requested;
    }
}
