package gramflow.bench.page;

import java.util.Locale;

/** What is thought of something. Shown by a sign and by colour, never by colour alone. */
public enum Mark {
    /** Nothing in particular. */
    NONE(""),
    /** As it should be. */
    GOOD("✓"),
    /** Nothing follows from it. */
    DOUBT("≈"),
    /** Worth a look. */
    WARNING("!"),
    /** Wrong. */
    BAD("✕");

    private final String sign;

    Mark(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    String style() {
        return "mark-" + name().toLowerCase(Locale.ROOT);
    }
}
