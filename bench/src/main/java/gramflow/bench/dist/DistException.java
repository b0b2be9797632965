package gramflow.bench.dist;

import java.io.Serial;

/** What runs here cannot be packed. The message is one line that says why. */
public final class DistException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With a line for the user. */
    public DistException(String message) {
        super(message);
    }
}
