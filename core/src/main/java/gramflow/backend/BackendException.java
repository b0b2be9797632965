package gramflow.backend;

import java.io.Serial;

/** A backend asked for by name is unknown or does not work here. The message says which, why, and what there is instead. */
public final class BackendException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message for a person. */
    public BackendException(String message) {
        super(message);
    }
}
