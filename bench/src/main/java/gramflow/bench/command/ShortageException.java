package gramflow.bench.command;

import java.io.Serial;

/** The machine has less memory or disk than the work takes. The message is one line with both sizes. Exit code 3. */
public final class ShortageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With a line for the user. */
    public ShortageException(String message) {
        super(message);
    }

    /** With a line for the user, and what it follows from. */
    public ShortageException(String message, Throwable cause) {
        super(message, cause);
    }
}
