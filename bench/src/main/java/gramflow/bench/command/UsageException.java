package gramflow.bench.command;

import java.io.Serial;

/** Options that are well-formed one by one but wrong together, or wrong here. The message is one line that names the option. Exit code 2. */
public final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With a line for the user. */
    public UsageException(String message) {
        super(message);
    }

    /** With a line for the user, and what it follows from. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
