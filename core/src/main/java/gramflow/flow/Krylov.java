package gramflow.flow;

import gramflow.problem.Vectors;
import gramflow.spectrum.SpectralFunction;
import gramflow.spectrum.TridiagonalEigen;

/**
 * φ-functions of the Jacobian J of a gradient flow, which is symmetric, times a vector v: Lanczos' process, fully reorthogonalised, spans a Krylov space on which J is a small tridiagonal matrix T,
 * and φ(hJ)v ≈ ‖v‖·V·φ(hT)e₁. φ₀ = exp, φ_{k+1}(z) = (φ_k(z) − 1/k!)/z.
 *
 * <p>What is left over is known: with τ the entry of T that leads out of the space, the error of hᵏφ_k(hJ)v is at most ‖v‖·τ·h^{k+1}[φ_{k+1}(hT)]_{m,1}, if no eigenvalue of J is positive. For
 * the residual of ẋ = Jx + …, x = V·y, is along the next basis vector alone, and its size is an entry of exp(sT), which is non-negative as the off-diagonal entries of T are; so the integral of its size
 * is the size of its integral.
 */
final class Krylov {
    private final Field field;
    private final double[][] basis;
    private final double[] diagonal;
    private final double[] beside;
    private final double[] next;
    private double norm;
    private int size;
    private boolean complete;
    private TridiagonalEigen eigen;

    /**
     * Of spaces of at most that dimension.
     *
     * @param most vectors to keep
     */
    Krylov(Field field, int most) {
        this.field = field;
        this.basis = new double[most][];
        this.diagonal = new double[most];
        this.beside = new double[most];
        this.next = new double[field.dimension()];
        this.eigen = TridiagonalEigen.of(diagonal, beside, 0);
    }

    /** Begins with v. */
    void begin(double[] v) {
        norm = Vectors.norm(v);
        size = 0;
        complete = norm == 0;
        Vectors.copy(v, next);
        eigen = TridiagonalEigen.of(diagonal, beside, 0);
    }

    /** Grows the space by up to that many vectors; returns whether it can grow further. */
    boolean grow(double[] w, double[] velocity, int vectors) {
        for (int k = 0; k < vectors && !complete && size < basis.length; k++) {
            extend(w, velocity);
        }
        eigen = TridiagonalEigen.of(diagonal, beside, size);
        return !complete && size < basis.length;
    }

    private void extend(double[] w, double[] velocity) {
        double length = size == 0 ? norm : beside[size - 1];
        if (basis[size] == null) {
            basis[size] = new double[next.length];
        }
        double[] v = basis[size];
        Vectors.copy(next, v);
        Vectors.scale(v, 1 / length);
        field.jacobianTimes(w, velocity, v, next);
        double scale = Vectors.norm(next);
        diagonal[size] = Vectors.dot(v, next);
        // Twice is enough: what the first round leaves by cancellation the second takes out.
        for (int round = 0; round < 2; round++) {
            for (int j = size; j >= 0; j--) {
                Vectors.addScaled(next, -Vectors.dot(basis[j], next), basis[j]);
            }
        }
        beside[size] = Vectors.norm(next);
        size++;
        complete = size == next.length || beside[size - 1] <= 1e-14 * scale;
        if (complete) {
            beside[size - 1] = 0;
        }
    }

    int size() {
        return size;
    }

    /** A bound of the error of hᵏφ_k(hJ)v, as far as J has no positive eigenvalue. */
    double error(int k, double h) {
        if (complete) {
            return 0;
        }
        double entry = 0;
        for (int i = 0; i < size; i++) {
            entry += eigen.entry(i, 0) * eigen.entry(i, size - 1) * SpectralFunction.phi(k + 1, h * eigen.value(i));
        }
        return norm * beside[size - 1] * Math.pow(h, k + 1.0) * Math.abs(entry);
    }

    /** coefficients ← those of hᵏφ_k(hJ)v in the basis. */
    void coefficients(int k, double h, double[] coefficients) {
        double factor = norm * Math.pow(h, (double) k);
        java.util.Arrays.fill(coefficients, 0, size, 0);
        for (int i = 0; i < size; i++) {
            double share = factor * eigen.entry(i, 0) * SpectralFunction.phi(k, h * eigen.value(i));
            for (int j = 0; j < size; j++) {
                coefficients[j] += share * eigen.entry(i, j);
            }
        }
    }

    /** out ← out + hᵏφ_k(hJ)v. */
    void add(int k, double h, double[] coefficients, double[] out) {
        coefficients(k, h, coefficients);
        for (int j = 0; j < size; j++) {
            Vectors.addScaled(out, coefficients[j], basis[j]);
        }
    }

    /** out ← J·(Σ c_j·v_j): known without another product, but for the vectors' own error. */
    void jacobianOf(double[] coefficients, double[] out) {
        java.util.Arrays.fill(out, 0);
        for (int j = 0; j < size; j++) {
            double c = diagonal[j] * coefficients[j] + (j > 0 ? beside[j - 1] * coefficients[j - 1] : 0)
                    + (j + 1 < size ? beside[j] * coefficients[j + 1] : 0);
            Vectors.addScaled(out, c, basis[j]);
        }
        if (!complete) {
            // next is the following basis vector times the entry that leads out.
            Vectors.addScaled(out, coefficients[size - 1], next);
        }
    }

    /** ‖exp(sJ)v‖. */
    double speed(double s) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double part = eigen.entry(i, 0) * Math.exp(s * eigen.value(i));
            sum += part * part;
        }
        return norm * Math.sqrt(sum);
    }

    /** The largest h ≤ {@code longest} for which the error of hᵏφ_k(hJ)v stays below the tolerance. */
    double longest(int k, double longest, double tolerance) {
        if (error(k, longest) <= tolerance) {
            return longest;
        }
        double low = 0;
        double high = longest;
        while (high - low > 0.01 * high) {
            // By halves on a scale of powers, then by halves.
            double middle = low == 0 ? high / 4 : low + (high - low) / 2;
            if (error(k, middle) <= tolerance) {
                low = middle;
            } else {
                high = middle;
            }
            if (high < Double.MIN_NORMAL) {
                return 0;
            }
        }
        return low;
    }
}
