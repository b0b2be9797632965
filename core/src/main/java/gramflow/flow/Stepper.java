package gramflow.flow;

import gramflow.problem.Vectors;

/** One step of an integrator: tried, judged, and looked into. Holds the step's two ends. */
abstract class Stepper implements Segment {
    final Field field;
    final double[] w0;
    final double[] f0;
    final double[] w1;
    final double[] f1;
    double value1;
    double h;

    Stepper(Field field) {
        this.field = field;
        int p = field.dimension();
        w0 = new double[p];
        f0 = new double[p];
        w1 = new double[p];
        f1 = new double[p];
    }

    /** Begins anew at a point, whose velocity it evaluates; returns F there. */
    double begin(double[] w) {
        Vectors.copy(w, w0);
        double value = field.velocity(w0, f0);
        restarted();
        return value;
    }

    /** Begins where another stepper is. */
    void takeOver(Stepper other) {
        Vectors.copy(other.w0, w0);
        Vectors.copy(other.f0, f0);
        restarted();
    }

    /** What was learnt of the path so far may not hold any more. */
    void restarted() {
    }

    /**
     * Tries a step from {@code w0}, filling {@code w1}, {@code f1} and {@code value1}; an integrator may take a shorter one, and says so in {@code h}.
     *
     * @param size the step asked for
     * @param tolerance what the error may be, in the Euclidean norm
     * @return the estimated error in parts of the tolerance: at most 1 where the step is good
     */
    abstract double attempt(double size, double tolerance);

    /** The estimated error grows with this power of the step. */
    abstract double errorOrder();

    /** Local errors are held to this part of the tolerance asked for, so that what remains of them all at the end is no more than a few times that. */
    abstract double share(double tolerance);

    /** The largest step worth trying. */
    double longest() {
        return Double.POSITIVE_INFINITY;
    }

    /** out ← the path at w0 + θ of the way in time, of the last step tried. */
    @Override
    public abstract void interpolate(double theta, double[] out);

    /** Length of the path from w0 to there. */
    @Override
    public abstract double arcLength(double theta);

    /** The step stands: its end is the start of the next. */
    void advance() {
        Vectors.copy(w1, w0);
        Vectors.copy(f1, f0);
    }
}
