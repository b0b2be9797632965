package gramflow.problem;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * F(w) = F̄ + ½(w − c)ᵀA(w − c) with A = QΛQᵀ of a given spectrum Λ, which makes every rate and every flow on it a formula. Q is the identity, or the product of a few Householder reflections in
 * random directions: orthogonal to rounding, no entry of it zero, and 4p flops each to apply.
 */
public final class Quadratic implements Problem, SpectralForm {
    private static final int REFLECTIONS = 4;

    private final double[] eigenvalues;
    private final double[][] reflections;
    private final double[] centre;
    private final double infimum;
    private final double[] scratch;

    private Quadratic(double[] eigenvalues, double[][] reflections, double[] centre, double infimum) {
        this.eigenvalues = eigenvalues;
        this.reflections = reflections;
        this.centre = centre;
        this.infimum = infimum;
        this.scratch = new double[eigenvalues.length];
    }

    /** ½ Σ λⱼwⱼ². */
    public static Quadratic diagonal(double... eigenvalues) {
        return new Quadratic(eigenvalues.clone(), new double[0][], new double[eigenvalues.length], 0);
    }

    /** The same in a random basis that follows from the seed. */
    public static Quadratic rotated(long seed, double... eigenvalues) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] reflections = new double[REFLECTIONS][eigenvalues.length];
        for (double[] direction : reflections) {
            for (int i = 0; i < direction.length; i++) {
                direction[i] = random.nextGaussian();
            }
            Vectors.scale(direction, 1 / Vectors.norm(direction));
        }
        return new Quadratic(eigenvalues.clone(), reflections, new double[eigenvalues.length], 0);
    }

    /**
     * p eigenvalues from λ to β, each the same multiple of the one before.
     *
     * @throws IllegalArgumentException unless 0 &lt; λ ≤ β and p ≥ 1, or p = 1 and λ = β
     */
    public static double[] logarithmicSpectrum(int p, double lambda, double beta) {
        if (p < 1 || !(lambda > 0 && lambda <= beta) || (p == 1 && lambda != beta)) {
            throw new IllegalArgumentException("spectrum of %d eigenvalues from %s to %s".formatted(p, lambda, beta));
        }
        double[] spectrum = new double[p];
        for (int j = 0; j < p; j++) {
            spectrum[j] = j == p - 1 ? beta : lambda * Math.pow(beta / lambda, (double) j / (p - 1));
        }
        return spectrum;
    }

    /** The same around that point. */
    public Quadratic withCentre(double... c) {
        if (c.length != eigenvalues.length) {
            throw new IllegalArgumentException("a centre of %d coordinates for %d parameters".formatted(c.length, eigenvalues.length));
        }
        return new Quadratic(eigenvalues, reflections, c.clone(), infimum);
    }

    /** The same, F(c) being that. */
    public Quadratic withInfimum(double value) {
        return new Quadratic(eigenvalues, reflections, centre, value);
    }

    /** The same F with A as a p × p matrix: a gradient takes 2p² flops, as that of any quadratic would. */
    public Problem dense(Products products) {
        int p = dimension();
        Matrix a = Matrix.zeros(Precision.F64, p, p);
        double[] unit = new double[p];
        double[] column = new double[p];
        for (int j = 0; j < p; j++) {
            unit[j] = 1;
            hessianTimes(unit, unit, column);
            unit[j] = 0;
            for (int i = 0; i <= j; i++) {
                a.set(i, j, column[i]);
                a.set(j, i, column[i]);
            }
        }
        return new DenseQuadratic(a, centre, infimum, facts(), products);
    }

    @Override
    public int dimension() {
        return eigenvalues.length;
    }

    @Override
    public double value(double[] w) {
        toCoordinates(w, scratch);
        double sum = 0;
        for (int j = 0; j < scratch.length; j++) {
            sum += eigenvalues[j] * scratch[j] * scratch[j];
        }
        return infimum + sum / 2;
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        toCoordinates(w, scratch);
        double sum = 0;
        for (int j = 0; j < scratch.length; j++) {
            double slope = eigenvalues[j] * scratch[j];
            sum += slope * scratch[j];
            gradient[j] = slope;
        }
        rotateBack(gradient);
        return infimum + sum / 2;
    }

    @Override
    public boolean hasHessian() {
        return true;
    }

    @Override
    public void hessianTimes(double[] w, double[] v, double[] result) {
        Vectors.copy(v, result);
        rotate(result);
        for (int j = 0; j < result.length; j++) {
            result[j] *= eigenvalues[j];
        }
        rotateBack(result);
    }

    @Override
    public Facts facts() {
        double least = Double.POSITIVE_INFINITY;
        double largest = 0;
        double leastPositive = Double.POSITIVE_INFINITY;
        for (double eigenvalue : eigenvalues) {
            least = Math.min(least, eigenvalue);
            largest = Math.max(largest, Math.abs(eigenvalue));
            leastPositive = eigenvalue > 0 ? Math.min(leastPositive, eigenvalue) : leastPositive;
        }
        Facts facts = Facts.NONE.withBeta(Known.computed(largest)).withLambda(Known.computed(least));
        if (least < 0) {
            return facts;
        }
        Facts bounded = facts.withInfimum(Known.computed(infimum)).withMinimiser(centre, Known.Origin.COMPUTED);
        return leastPositive < Double.POSITIVE_INFINITY ? bounded.withMu(Known.computed(leastPositive)) : bounded;
    }

    @Override
    public Optional<SpectralForm> spectralForm() {
        return Optional.of(this);
    }

    @Override
    public double[] eigenvalues() {
        return eigenvalues;
    }

    @Override
    public void toCoordinates(double[] w, double[] coordinates) {
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] = w[i] - centre[i];
        }
        rotate(coordinates);
    }

    @Override
    public void fromCoordinates(double[] coordinates, double[] w) {
        Vectors.copy(coordinates, w);
        rotateBack(w);
        Vectors.addScaled(w, 1, centre);
    }

    /** v ← Qᵀv. */
    private void rotate(double[] v) {
        for (double[] direction : reflections) {
            reflect(direction, v);
        }
    }

    /** v ← Qv. */
    private void rotateBack(double[] v) {
        for (int k = reflections.length - 1; k >= 0; k--) {
            reflect(reflections[k], v);
        }
    }

    private static void reflect(double[] direction, double[] v) {
        Vectors.addScaled(v, -2 * Vectors.dot(direction, v), direction);
    }

    @Override
    public String toString() {
        return "a quadratic of " + eigenvalues.length + " parameters";
    }
}
