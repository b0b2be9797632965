package gramflow.problem;

/** The losses. */
public final class Losses {

    /** ½(z − y)². */
    public static final Loss SQUARE = new SquareLoss();
    /** ln(1 + e^(−yz)) of y = ±1. */
    public static final Loss LOGISTIC = new MarginLoss("logistic", 0);
    /** ln(1 + e^(1−yz)) of y = ±1: a hinge with a soft knee. */
    public static final Loss SOFTPLUS = new MarginLoss("softplus", 1);

    private Losses() {
    }

    /**
     * ½r² of a residual r = z − y up to |r| = knee, and its tangent beyond.
     *
     * @throws IllegalArgumentException if the knee is not positive
     */
    public static Loss huber(double knee) {
        return new HuberLoss(knee);
    }
}
