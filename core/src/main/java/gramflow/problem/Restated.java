package gramflow.problem;

import java.util.Optional;

/** A problem's F with other facts or on another set. */
record Restated(Problem base, Facts facts, ConvexSet set) implements Problem {

    @Override
    public int dimension() {
        return base.dimension();
    }

    @Override
    public double value(double[] w) {
        return base.value(w);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        return base.valueAndGradient(w, gradient);
    }

    @Override
    public boolean hasHessian() {
        return base.hasHessian();
    }

    @Override
    public void hessianTimes(double[] w, double[] v, double[] result) {
        base.hessianTimes(w, v, result);
    }

    @Override
    public Optional<SpectralForm> spectralForm() {
        return base.spectralForm();
    }

    @Override
    public Problem withFacts(Facts others) {
        return new Restated(base, others, set);
    }

    @Override
    public Problem on(ConvexSet smaller) {
        smaller.checkDimension(dimension());
        return new Restated(base, facts.onSmallerSet(), smaller);
    }

    @Override
    public String toString() {
        return set == WholeSpace.INSTANCE ? base.toString() : base + " on " + set;
    }
}
