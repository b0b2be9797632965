package gramflow.problem;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;

/** F̄ + ½(w − c)ᵀA(w − c), A a symmetric matrix in memory. */
final class DenseQuadratic implements Problem {
    private final Matrix a;
    private final double[] centre;
    private final double infimum;
    private final Facts facts;
    private final Products products;
    private final double[] offset;
    private final double[] unused;
    private final Matrix from;
    private final Matrix to;

    DenseQuadratic(Matrix a, double[] centre, double infimum, Facts facts, Products products) {
        this.a = a;
        this.centre = centre;
        this.infimum = infimum;
        this.facts = facts;
        this.products = products;
        this.offset = new double[centre.length];
        this.unused = new double[centre.length];
        this.from = Matrix.zeros(Precision.F64, centre.length, 1);
        this.to = Matrix.zeros(Precision.F64, centre.length, 1);
    }

    @Override
    public int dimension() {
        return centre.length;
    }

    @Override
    public double value(double[] w) {
        return valueAndGradient(w, unused);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        Vectors.sum(w, -1, centre, offset);
        hessianTimes(w, offset, gradient);
        return infimum + Vectors.dot(offset, gradient) / 2;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public boolean hasHessian() {
        return true;
    }

    @Override
    public void hessianTimes(double[] w, double[] v, double[] result) {
        for (int i = 0; i < v.length; i++) {
            from.set(i, 0, v[i]);
        }
        products.matvec(1, a, from, 0, to);
        for (int i = 0; i < result.length; i++) {
            result[i] = to.get(i, 0);
        }
    }

    @Override
    public String toString() {
        return "a dense quadratic of " + centre.length + " parameters";
    }
}
