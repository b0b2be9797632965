package gramflow.lazy;

/**
 * What time means. One flow, two clocks in use: ẇ = −αJᵀ(αf(w) − y) in {@link #OURS}, ẇ = −Jᵀ(αf(w) − y)/α in {@link #CHIZAT}, whose rate then carries no α².
 */
public enum Clock {
    /** t: gradient flow of ½‖αf(w) − y‖². */
    OURS,
    /** τ = α²t: gradient flow of ½‖αf(w) − y‖²/α², as Chizat, Oyallon and Bach have it. */
    CHIZAT;

    /** t for a time of this clock. */
    public double toOurs(double time, double alpha) {
        return this == OURS ? time : time / (alpha * alpha);
    }

    /** This clock's time for t. */
    public double fromOurs(double t, double alpha) {
        return this == OURS ? t : t * (alpha * alpha);
    }

    /** A rate 1/t in this clock's units. */
    public double rateFromOurs(double rate, double alpha) {
        return this == OURS ? rate : rate / (alpha * alpha);
    }
}
