package gramflow.problem;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Eigendecomposition;
import java.util.Optional;

/**
 * Least squares, with or without a ridge, in the eigenvectors of XᵀX: everything about it is then known. β = σ_max² + ridge; λ = σ_min² + ridge if X has full column rank, else the ridge; μ the
 * smallest that is not zero to rounding; w̄ the solution of least norm.
 */
final class LeastSquares implements Problem, SpectralForm {
    private final EmpiricalRisk risk;
    private final Products products;
    private final double[] eigenvalues;
    private final Matrix vectors;
    private final double[] minimiser;
    private final Facts facts;
    private final Matrix from;
    private final Matrix to;

    LeastSquares(EmpiricalRisk risk, Products products) {
        this.risk = risk;
        this.products = products;
        int p = risk.dimension();
        Matrix x = risk.x().precision() == Precision.F64 ? risk.x() : risk.x().copy(Precision.F64);
        Matrix square = Matrix.zeros(Precision.F64, p, p);
        products.gram(1, x.transpose(), 0, gramflow.backend.Triangle.BOTH, square, Progress.NONE);
        Eigendecomposition decomposition = Eigendecomposition.of(square, products);
        this.vectors = decomposition.vectors().transpose();
        this.eigenvalues = decomposition.values();
        this.from = Matrix.zeros(Precision.F64, p, 1);
        this.to = Matrix.zeros(Precision.F64, p, 1);
        double largest = 0;
        for (double value : eigenvalues) {
            largest = Math.max(largest, value);
        }
        double error = Math.max(p, x.rows()) * Precision.F64.unitRoundoff() * largest;
        double least = Double.POSITIVE_INFINITY;
        double leastPositive = Double.POSITIVE_INFINITY;
        for (int j = 0; j < p; j++) {
            double value = eigenvalues[j] <= 10 * error ? 0 : eigenvalues[j];
            least = Math.min(least, value);
            leastPositive = value > 0 ? Math.min(leastPositive, value) : leastPositive;
            eigenvalues[j] = value + risk.ridge();
        }
        this.minimiser = solve();
        double infimum = risk.value(minimiser);
        double lambda = Math.max(0, least - error) + risk.ridge();
        Facts known = Facts.NONE.withBeta(Known.computed(largest + error + risk.ridge())).withLambda(Known.computed(lambda))
                .withInfimum(Known.computed(infimum)).withMinimiser(minimiser,
                        Known.Origin.COMPUTED);
        this.facts = lambda == 0 && leastPositive < Double.POSITIVE_INFINITY ? known.withMu(Known.computed(leastPositive - error)) : known;
    }

    /** w̄ = V Λ⁺ Vᵀ Xᵀy, twice: the second time for what rounding left. */
    private double[] solve() {
        double[] w = new double[dimension()];
        double[] gradient = new double[dimension()];
        double[] c = new double[dimension()];
        for (int round = 0; round < 2; round++) {
            risk.valueAndGradient(w, gradient);
            multiply(vectors.transpose(), gradient, c);
            for (int j = 0; j < c.length; j++) {
                c[j] = eigenvalues[j] > 0 ? -c[j] / eigenvalues[j] : 0;
            }
            multiply(vectors, c, gradient);
            Vectors.addScaled(w, 1, gradient);
        }
        return w;
    }

    private void multiply(Matrix a, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            from.set(i, 0, x[i]);
        }
        products.matvec(1, a, from, 0, to);
        for (int i = 0; i < y.length; i++) {
            y[i] = to.get(i, 0);
        }
    }

    @Override
    public int dimension() {
        return risk.dimension();
    }

    @Override
    public double value(double[] w) {
        return risk.value(w);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        return risk.valueAndGradient(w, gradient);
    }

    @Override
    public boolean hasHessian() {
        return true;
    }

    @Override
    public void hessianTimes(double[] w, double[] v, double[] result) {
        risk.hessianTimes(w, v, result);
    }

    @Override
    public Facts facts() {
        return facts;
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
        double[] offset = new double[w.length];
        Vectors.sum(w, -1, minimiser, offset);
        multiply(vectors.transpose(), offset, coordinates);
    }

    @Override
    public void fromCoordinates(double[] coordinates, double[] w) {
        multiply(vectors, coordinates, w);
        Vectors.addScaled(w, 1, minimiser);
    }

    @Override
    public String toString() {
        return risk.toString();
    }
}
