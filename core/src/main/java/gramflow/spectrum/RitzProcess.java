package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * One run of {@link Lanczos}: K·Vᵀ = Vᵀ·H + β·v·eᵀ with orthonormal rows V, of which Ritz values and their residuals |β·s| follow. H is kept in full, from
 * the coefficients of the orthogonalisation, so that nothing changes when a restart replaces V by Ritz vectors.
 */
final class RitzProcess {
    /** Which eigenvalues are wanted. */
    enum Ends {
        SMALLEST, LARGEST, BOTH
    }

    /** Steps between two looks at the Ritz values: a look costs as much as a product with a matrix of a few hundred rows. */
    private static final int LOOK = 4;

    private final SymmetricOperator k;
    private final Products on;
    private final Lanczos settings;
    private final Ends ends;
    private final Progress progress;
    private final SplittableRandom random;
    private final int limit;
    private final Matrix basis;
    private final Matrix h;
    private final Matrix coefficients;
    private final Matrix w;
    private long products;
    private double beta;

    RitzProcess(SymmetricOperator k, Products on, Lanczos settings, Ends ends, Progress progress) {
        if (k.order() < 1) {
            throw new IllegalArgumentException("Lanczos: an operator of order " + k.order() + ", expected at least 1");
        }
        this.k = k;
        this.on = on;
        this.settings = settings;
        this.ends = ends;
        this.progress = progress;
        random = new SplittableRandom(settings.seed());
        limit = (int) Math.min(settings.basis(), k.order());
        basis = Matrix.zeros(Precision.F64, limit + 1L, k.order());
        h = Matrix.zeros(Precision.F64, limit, limit);
        coefficients = Matrix.zeros(Precision.F64, limit + 1L, 1);
        w = Matrix.zeros(Precision.F64, k.order(), 1);
    }

    Extremes run() {
        progress.begin("Lanczos", (double) settings.products());
        int size = 0;
        begin(0);
        while (true) {
            step(size);
            size++;
            boolean last = products >= settings.products();
            if (size < limit && !last && size % LOOK != 0) {
                continue;
            }
            Eigendecomposition ritz = Eigendecomposition.of(h.block(0, size, 0, size), on);
            if (last || size == k.order() || converged(ritz, size)) {
                return new Extremes(pair(ritz, 0, size, ends != Ends.LARGEST), pair(ritz, size - 1, size, ends != Ends.SMALLEST));
            }
            if (size == limit) {
                size = restart(ritz);
            }
        }
    }

    private Matrix vector(long i) {
        return basis.rows(i, i + 1).transpose();
    }

    /** A random vector orthogonal to those before. */
    private void begin(int size) {
        RandomVectors.uniform(random, w);
        RandomVectors.normalise(w, on);
        orthogonalise(size);
        orthogonalise(size);
        RandomVectors.normalise(w, on);
        vector(size).assign(w);
    }

    /** w ← w − Vᵀ·V·w; what V·w was is left in the coefficients. */
    private void orthogonalise(int size) {
        if (size > 0) {
            Matrix v = basis.rows(0, size);
            Matrix c = coefficients.rows(0, size);
            on.matvec(1, v, w, 0, c);
            on.matvec(-1, v.transpose(), c, 1, w);
        }
    }

    /** Takes vector {@code j} into the basis, and finds the next. */
    private void step(int j) {
        if (progress.cancelled()) {
            throw new CancellationException();
        }
        k.apply(vector(j), w);
        products++;
        progress.advance(1);
        double before = on.norm(w);
        if (!Double.isFinite(before)) {
            throw new IllegalArgumentException(
                    "Lanczos: product " + products + " with the operator has a norm that is " + before + ", expected a finite number");
        }
        // Twice is enough.
        for (int pass = 0; pass < 2; pass++) {
            orthogonalise(j + 1);
            for (int i = 0; i <= j; i++) {
                double sum = coefficients.get(i, 0) + (pass == 0 ? 0 : h.get(j, i));
                h.set(j, i, sum);
            }
        }
        beta = on.norm(w);
        if (j + 1 == k.order()) {
            beta = 0;
        } else if (beta <= before * k.relativeError()) {
            // The basis spans a subspace that K maps into itself: go on outside it.
            beta = 0;
            begin(j + 1);
        } else {
            RandomVectors.scale(w, 1 / beta, on);
            vector(j + 1).assign(w);
        }
    }

    private double residual(Eigendecomposition ritz, int i, int size) {
        return beta * Math.abs(ritz.vectors().get(i, size - 1));
    }

    private boolean converged(Eigendecomposition ritz, int size) {
        boolean smallest = ends == Ends.LARGEST || small(residual(ritz, 0, size), ritz.value(0), ritz, size);
        boolean largest = ends == Ends.SMALLEST || small(residual(ritz, size - 1, size), ritz.value(size - 1), ritz, size);
        return smallest && largest && beta > 0;
    }

    private boolean small(double residual, double value, Eigendecomposition ritz, int size) {
        double norm = Math.max(Math.abs(ritz.value(0)), Math.abs(ritz.value(size - 1)));
        return residual <= Math.max(settings.tolerance() * Math.abs(value), k.relativeError() * norm);
    }

    /** Keeps a third of the Ritz vectors, those at the ends that are wanted, and the vector that comes next. */
    private int restart(Eigendecomposition ritz) {
        int kept = Math.max(1, limit / 3);
        int fromBelow = switch (ends) {
            case SMALLEST -> kept;
            case LARGEST -> 0;
            case BOTH -> (kept + 1) / 2;
        };
        Matrix chosen = Matrix.zeros(Precision.F64, kept, limit);
        for (int i = 0; i < kept; i++) {
            int which = i < fromBelow ? i : limit - kept + i;
            chosen.rows(i, i + 1).assign(ritz.vectors().rows(which, which + 1L));
            for (int j = 0; j < i; j++) {
                h.set(i, j, 0);
            }
            h.set(i, i, ritz.value(which));
        }
        Matrix vectors = on.times(chosen, basis.rows(0, limit));
        basis.rows(0, kept).assign(vectors);
        basis.rows(kept, kept + 1L).assign(basis.rows(limit, limit + 1L));
        return kept;
    }

    /** Ritz pair {@code i}; if it is wanted, with its vector, and the residual of a product of its own. */
    private Extreme pair(Eigendecomposition ritz, int i, int size, boolean wanted) {
        double norm = Math.max(Math.abs(ritz.value(0)), Math.abs(ritz.value(size - 1)));
        double estimate = residual(ritz, i, size);
        Matrix x = Matrix.zeros(Precision.F64, k.order(), 1);
        if (!wanted) {
            return new Extreme(ritz.value(i), estimate + k.relativeError() * norm, false, x, products);
        }
        on.matvec(1, basis.rows(0, size).transpose(), ritz.vectors().rows(i, i + 1L).transpose(), 0, x);
        RandomVectors.normalise(x, on);
        k.apply(x, w);
        products++;
        double value = on.dot(x, w);
        on.axpy(-value, x, w);
        double error = on.norm(w) + k.relativeError() * norm;
        return new Extreme(value, error, size == k.order() || small(estimate, value, ritz, size), x, products);
    }
}
