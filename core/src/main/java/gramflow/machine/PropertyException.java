package gramflow.machine;

import java.io.Serial;

/** A system property asks for what cannot be had here. The message is one line: the property, its value, and what was expected. */
public final class PropertyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With a line for a person. */
    public PropertyException(String message) {
        super(message);
    }
}
