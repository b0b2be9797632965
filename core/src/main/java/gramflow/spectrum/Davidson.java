package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * λ_min of an operator that is not formed, with a preconditioner: the space grows by M⁻¹·(K·x − θ·x), x the best vector in it so far, and is restarted with the lowest third of its Ritz vectors when it
 * is full (Davidson 1975; Morgan and Scott, SIAM J. Sci. Stat. Comput. 7, 1986). LOBPCG is this with a basis of three. One product with K, one with M⁻¹ a step, and about 8·basis·n flops.
 *
 * <p>Where K is formed, {@link ExtremeEigenvalues} is the better way. Immutable, and safe to share between threads; deterministic for a seed and for any number of threads.
 *
 * @param basis vectors kept at most, ≥ 3: memory for twice that many times n doubles
 * @param tolerance residual to reach, relative to the eigenvalue: the error of one that stands alone is about its square
 * @param products products to take at most, ≥ 1; what has been found by then is returned, as not converged
 * @param seed of the vector it starts with
 */
public record Davidson(int basis, double tolerance, long products, long seed) {

    /** A basis of 48, a tolerance of 1e-6, at most 2000 products. */
    public static final Davidson DEFAULT = new Davidson(48, 1e-6, 2000, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Davidson {
        if (basis < 3 || !(tolerance > 0) || products < 1) {
            throw new IllegalArgumentException(
                    "Davidson: basis %d, tolerance %s, products %d; expected at least 3, above 0, at least 1".formatted(basis, tolerance,
                            products));
        }
    }

    /** The same with another basis. */
    public Davidson withBasis(int other) {
        return new Davidson(other, tolerance, products, seed);
    }

    /** The same with another tolerance. */
    public Davidson withTolerance(double other) {
        return new Davidson(basis, other, products, seed);
    }

    /** The same with another limit. */
    public Davidson withProducts(long other) {
        return new Davidson(basis, tolerance, other, seed);
    }

    /**
     * λ_min.
     *
     * @param k of order ≥ 1
     * @param preconditioner applies M⁻¹, positive definite: close to K⁻¹ where K is large, and no larger than about 1/λ_min
     * @param largest λ_max of K or an estimate of it, by which rounding is judged
     * @param progress hears of products, and may cancel
     * @throws IllegalArgumentException if the orders differ, or a product is not finite
     * @throws CancellationException if {@code progress} says so
     */
    public Extreme smallest(SymmetricOperator k, SymmetricOperator preconditioner, double largest, Products on, Progress progress) {
        if (k.order() < 1 || preconditioner.order() != k.order()) {
            throw new IllegalArgumentException(
                    "Davidson: K is of order %d, the preconditioner %d; expected the same, at least 1".formatted(k.order(),
                            preconditioner.order()));
        }
        return new Run(k, preconditioner, largest, on, progress).run();
    }

    private final class Run {
        private final SymmetricOperator k;
        private final SymmetricOperator preconditioner;
        private final double rounding;
        private final Products on;
        private final Progress progress;
        private final int limit;
        private final Matrix v;
        private final Matrix kv;
        private final Matrix h;
        private final Matrix coefficients;
        private final Matrix x;
        private final Matrix r;
        private final Matrix t;
        private int size;
        private long done;

        Run(SymmetricOperator k, SymmetricOperator preconditioner, double largest, Products on, Progress progress) {
            this.k = k;
            this.preconditioner = preconditioner;
            this.on = on;
            this.progress = progress;
            rounding = k.relativeError() * largest;
            limit = (int) Math.min(basis, k.order());
            v = Matrix.zeros(Precision.F64, limit, k.order());
            kv = Matrix.zeros(Precision.F64, limit, k.order());
            h = Matrix.zeros(Precision.F64, limit, limit);
            coefficients = Matrix.zeros(Precision.F64, limit, 1);
            x = Matrix.zeros(Precision.F64, k.order(), 1);
            r = Matrix.zeros(Precision.F64, k.order(), 1);
            t = Matrix.zeros(Precision.F64, k.order(), 1);
        }

        Extreme run() {
            progress.begin("Davidson", (double) products);
            RandomVectors.uniform(new SplittableRandom(seed), r);
            preconditioner.apply(r, t);
            while (true) {
                boolean grew = grow();
                Eigendecomposition ritz = Eigendecomposition.of(h.block(0, size, 0, size), on);
                double theta = ritz.value(0);
                combine(v, ritz, x);
                combine(kv, ritz, r);
                on.axpy(-theta, x, r);
                double residual = on.norm(r);
                boolean converged = residual <= Math.max(tolerance * Math.abs(theta), rounding);
                if (converged || !grew || done >= products || size == k.order()) {
                    return judged(converged || size == k.order());
                }
                preconditioner.apply(r, t);
                if (size == limit) {
                    restart(ritz);
                }
            }
        }

        private void combine(Matrix rows, Eigendecomposition ritz, Matrix y) {
            on.matvec(1, rows.rows(0, size).transpose(), ritz.vectors().rows(0, 1).transpose(), 0, y);
        }

        /** Takes t into the basis, orthogonalised; false if nothing of it is new. */
        private boolean grow() {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            double before = on.norm(t);
            for (int pass = 0; size > 0 && pass < 2; pass++) {
                Matrix c = coefficients.rows(0, size);
                on.matvec(1, v.rows(0, size), t, 0, c);
                on.matvec(-1, v.rows(0, size).transpose(), c, 1, t);
            }
            double norm = on.norm(t);
            if (!(norm > before * size * Precision.F64.unitRoundoff())) {
                requireFinite(norm);
                return false;
            }
            RandomVectors.scale(t, 1 / norm, on);
            Matrix next = v.rows(size, size + 1).transpose();
            next.assign(t);
            k.apply(t, r);
            requireFinite(on.norm(r));
            kv.rows(size, size + 1).transpose().assign(r);
            done++;
            progress.advance(1);
            size++;
            Matrix c = coefficients.rows(0, size);
            on.matvec(1, v.rows(0, size), r, 0, c);
            for (int i = 0; i < size; i++) {
                h.set(size - 1, i, c.get(i, 0));
            }
            return true;
        }

        private void requireFinite(double norm) {
            if (!Double.isFinite(norm)) {
                throw new IllegalArgumentException(
                        "Davidson: product " + done + " with the operator has a norm that is " + norm + ", expected a finite number");
            }
        }

        private void restart(Eigendecomposition ritz) {
            int kept = Math.max(1, limit / 3);
            Matrix chosen = ritz.vectors().rows(0, kept);
            v.rows(0, kept).assign(on.times(chosen, v));
            kv.rows(0, kept).assign(on.times(chosen, kv));
            for (int i = 0; i < kept; i++) {
                for (int j = 0; j < i; j++) {
                    h.set(i, j, 0);
                }
                h.set(i, i, ritz.value(i));
            }
            size = kept;
        }

        /** With the residual of a product of its own. */
        private Extreme judged(boolean converged) {
            RandomVectors.normalise(x, on);
            k.apply(x, r);
            done++;
            double value = on.dot(x, r);
            on.axpy(-value, x, r);
            return new Extreme(value, on.norm(r) + rounding, converged, x, done);
        }
    }
}
