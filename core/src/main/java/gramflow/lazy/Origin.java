package gramflow.lazy;

import gramflow.lazy.Linearisation.Point;
import gramflow.lazy.Linearisation.Remainder;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Bending;
import gramflow.model.Jacobian;
import org.jspecify.annotations.Nullable;

/**
 * w₀, and what is evaluated from there. A place is told by its way d = w − w₀: for a large α ways are short, and w₀ + d, rounded, would keep few digits of d. Where the model can tell its {@link Bending},
 * αf(w) is what it is at w₀ and α(J₀d + N(d)), and knows nothing of that rounding. For one thread at a time.
 */
final class Origin {
    private final LazyProblem problem;
    private final double alpha;
    private final @Nullable Bending bending;
    /** The way at which {@link #bending} stands. */
    private @Nullable Matrix bent;
    private final Matrix output;
    final Linearisation linearisation;

    Origin(LazyProblem problem, double alpha) {
        this.problem = problem;
        this.alpha = alpha;
        Jacobian at = problem.at(problem.start());
        bending = at.bending().orElse(null);
        output = problem.output(at, alpha);
        Matrix nowhere = Matrix.zeros(Precision.F64, problem.start().rows(), 1);
        linearisation = new Linearisation(problem, alpha, point(nowhere, at, output));
    }

    /** Whether the rounding of w is not seen in residuals. */
    boolean exact() {
        return bending != null;
    }

    /** w₀ + d. */
    Matrix w(Matrix way) {
        Matrix w = problem.start().copy(Precision.F64);
        problem.on().axpy(1, way, w);
        return w;
    }

    /** @param jacobian is moved there */
    Point point(Matrix way, Jacobian jacobian) {
        jacobian.moveTo(w(way));
        Bending there = bendingAt(way);
        if (there == null) {
            return point(way, jacobian, problem.output(jacobian, alpha));
        }
        Matrix z = output.copy(Precision.F64);
        problem.on().axpy(alpha, there.rest(), z);
        problem.on().axpy(alpha, there.linear(), z);
        return point(way, jacobian, z);
    }

    /** Moved there, unless it stands there: most points are asked for what they leave right after they were made. */
    private @Nullable Bending bendingAt(Matrix way) {
        if (bending != null && bent != way) {
            bending.moveTo(way);
            bent = way;
        }
        return bending;
    }

    private Point point(Matrix way, Jacobian there, Matrix z) {
        Matrix residual = problem.residual(z);
        return new Point(way, there, z, residual, there.transposeTimes(residual));
    }

    /** What the flow has at a point besides its linear part at w₀, to the digits it has. */
    Remainder remainder(Point point) {
        Bending there = bendingAt(point.way());
        if (there == null) {
            return linearisation.remainder(point);
        }
        Products on = problem.on();
        Matrix q = Matrix.zeros(Precision.F64, problem.size(), 1);
        on.axpy(alpha, there.rest(), q);
        return linearisation.remainder(there.gradientChange(point.residual()), q, point);
    }
}
