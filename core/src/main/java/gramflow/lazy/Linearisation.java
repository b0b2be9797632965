package gramflow.lazy;

import gramflow.flow.Quadrature;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.spectrum.Eigendecomposition;
import gramflow.spectrum.SpectralFunction;
import org.jspecify.annotations.Nullable;

/**
 * ẇ = F(w) = −αJ_wᵀr(w) split at a point w_n into A·(w − w_n), A = −α²JᵀJ, and the rest: F(w) = F(w_n) + A(w − w_n) + G(w). Functions of A go through the small matrix K = JJᵀ, which is why no step is held back by a large
 * α: φ_k(hA)v = v/k! − hα²Jᵀφ_{k+1}(−hα²K)Jv, and φ_k(hA)Jᵀx = Jᵀφ_k(−hα²K)x. A loss other than the square has √D·J for J here, D its second derivatives at w_n, and (√D)⁻¹r for r.
 *
 * <p>G(w) = −α(e + Jᵀq) with e = (J_w − J)ᵀr(w) and q = r(w) − r(w_n) − αJ(w − w_n): both of second order, and taken as they are, so that nothing cancels.
 */
final class Linearisation {
    private final Products on;
    private final double alpha;
    /** w_n − w₀. */
    final Matrix way;
    final Jacobian jacobian;
    final Matrix output;
    final Matrix residual;
    /** Jᵀr. */
    final Matrix gradient;
    /** JJᵀ. */
    final Matrix kernel;
    /** Of √D·JJᵀ·√D: of JJᵀ for the square. */
    final Eigendecomposition spectrum;
    private final Matrix inEigenvectors;
    /** √D, or null for the square, where it is 1. */
    private final @Nullable Matrix roots;

    /** What G is at a point, Q·q and Q·J·e in the eigenvectors of K. */
    record Remainder(Matrix e, Matrix q, Matrix je, Point at) {
    }

    /** A point w₀ + way, with what was computed there. */
    record Point(Matrix way, Jacobian jacobian, Matrix output, Matrix residual, Matrix gradient) {
    }

    /** A multiple of φ_k(θhA)G. */
    record Term(double weight, int k, Remainder of) {
    }

    Linearisation(LazyProblem problem, double alpha, Point at) {
        this.alpha = alpha;
        on = problem.on();
        way = at.way;
        jacobian = at.jacobian;
        output = at.output;
        residual = at.residual;
        gradient = at.gradient;
        kernel = problem.kernel(jacobian);
        roots = problem.loss().square() ? null : problem.roots(output);
        spectrum = Eigendecomposition.of(weighed(), on);
        inEigenvectors = inEigenvectors(unweighed(residual));
    }

    /** √D·JJᵀ·√D. */
    private Matrix weighed() {
        if (roots == null) {
            return kernel;
        }
        Matrix weighed = kernel.copy(Precision.F64);
        for (long i = 0; i < kernel.rows(); i++) {
            for (long j = 0; j < kernel.rows(); j++) {
                weighed.set(i, j, roots.get(i, 0) * kernel.get(i, j) * roots.get(j, 0));
            }
        }
        return weighed;
    }

    /** √D·x. */
    private Matrix weighed(Matrix x) {
        if (roots == null) {
            return x;
        }
        Matrix weighed = x.copy(Precision.F64);
        on.multiply(roots, weighed);
        return weighed;
    }

    /** (√D)⁻¹x. */
    private Matrix unweighed(Matrix x) {
        if (roots == null) {
            return x;
        }
        Matrix unweighed = x.copy(Precision.F64);
        for (long i = 0; i < x.rows(); i++) {
            unweighed.set(i, 0, x.get(i, 0) / roots.get(i, 0));
        }
        return unweighed;
    }

    private Matrix inEigenvectors(Matrix x) {
        return on.timesVector(spectrum.vectors(), x);
    }

    /** way + θhφ₁(θhA)F(w_n) + h·Σ weight·φ_k(θhA)G. */
    Matrix moved(double theta, double h, Term... terms) {
        double step = theta * h;
        Matrix c = Matrix.zeros(Precision.F64, residual.rows(), 1);
        for (int i = 0; i < spectrum.order(); i++) {
            c.set(i, 0, SpectralFunction.psi(alpha * alpha * spectrum.value(i), step) * inEigenvectors.get(i, 0));
        }
        Matrix moved = way.copy(Precision.F64);
        add(c, step, h, moved, terms);
        return moved;
    }

    /** e^{hA}v + h·Σ weight·φ_k(hA)G. */
    Matrix carried(Matrix v, double h, Term... terms) {
        Matrix c = inEigenvectors(weighed(jacobian.times(v)));
        for (int i = 0; i < spectrum.order(); i++) {
            c.set(i, 0, alpha * SpectralFunction.psi(alpha * alpha * spectrum.value(i), h) * c.get(i, 0));
        }
        Matrix carried = v.copy(Precision.F64);
        add(c, h, h, carried, terms);
        return carried;
    }

    /** h·Σ weight·φ_k(hA)G. */
    Matrix combined(double h, Term... terms) {
        Matrix sum = Matrix.zeros(Precision.F64, way.rows(), 1);
        add(Matrix.zeros(Precision.F64, residual.rows(), 1), h, h, sum, terms);
        return sum;
    }

    private void add(Matrix c, double step, double h, Matrix to, Term... terms) {
        for (Term term : terms) {
            for (int i = 0; i < spectrum.order(); i++) {
                double scaled = step * alpha * alpha;
                double z = -scaled * spectrum.value(i);
                double each = SpectralFunction.phi(term.k, z) * term.of.q.get(i, 0)
                        - scaled * SpectralFunction.phi(term.k + 1, z) * term.of.je.get(i, 0);
                c.set(i, 0, c.get(i, 0) + h * term.weight * each);
            }
            on.axpy(-alpha * h * term.weight / factorial(term.k), term.of.e, to);
        }
        on.axpy(-alpha, jacobian.transposeTimes(weighed(on.timesVector(spectrum.vectors().transpose(), c))), to);
    }

    private static double factorial(int k) {
        double product = 1;
        for (int i = 2; i <= k; i++) {
            product *= i;
        }
        return product;
    }

    /** G at a point, by differences. */
    Remainder remainder(Point point) {
        Matrix e = point.gradient.copy(Precision.F64);
        on.axpy(-1, jacobian.transposeTimes(point.residual), e);
        Matrix moved = point.way.copy(Precision.F64);
        on.axpy(-1, way, moved);
        Matrix q = point.residual.copy(Precision.F64);
        on.axpy(-1, residual, q);
        on.axpy(-alpha, weighed(weighed(jacobian.times(moved))), q);
        return remainder(e, q, point);
    }

    /** G of e and q. */
    Remainder remainder(Matrix e, Matrix q, Point point) {
        return new Remainder(e, inEigenvectors(unweighed(q)), inEigenvectors(weighed(jacobian.times(e))), point);
    }

    /** ‖e^{θA}F(w_n)‖: the speed of the linearised flow. */
    private double linearSpeed(double time) {
        double sum = 0;
        for (int i = 0; i < spectrum.order(); i++) {
            double part = Math.exp(-alpha * alpha * spectrum.value(i) * time) * inEigenvectors.get(i, 0);
            sum += Math.max(0, spectrum.value(i)) * part * part;
        }
        return alpha * Math.sqrt(sum);
    }

    /** Length of the way to the end of a step: that of the linearised flow, and Simpson's rule for what the speeds differ by, which is small and smooth. */
    double length(double h, Point middle, Point otherMiddle, Point end, double tolerance) {
        // The two stages at the middle err by one amount in opposite directions.
        double atMiddle = alpha * (on.norm(middle.gradient) + on.norm(otherMiddle.gradient)) / 2 - linearSpeed(h / 2);
        double atEnd = alpha * on.norm(end.gradient) - linearSpeed(h);
        return Quadrature.adaptive(h, tolerance, this::linearSpeed) + h / 6 * (4 * atMiddle + atEnd);
    }
}
