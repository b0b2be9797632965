package gramflow.blas;

import java.io.Serial;

/** A library cannot be used. The message says why in one line, without its name. */
final class LibraryException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    LibraryException(String why) {
        super(why);
    }

    /** Why, in one line. */
    String why() {
        return String.valueOf(getMessage());
    }
}
