package gramflow.flow;

import gramflow.problem.Quadratic;
import gramflow.problem.Vectors;
import java.util.SplittableRandom;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince54Integrator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A quadratic of condition 10⁶ to time 1/λ at tolerance 1e−6: what it costs to be stiff. */
class StiffFlowTest {
    private static final int P = 200;
    private static final double CONDITION = 1e6;
    private static final double TOLERANCE = 1e-6;
    private static final Quadratic F = Quadratic.rotated(3, Quadratic.logarithmicSpectrum(P, 1, CONDITION));
    private static final double[] START = start();

    private static double[] start() {
        SplittableRandom random = new SplittableRandom(5);
        double[] w = new double[P];
        for (int i = 0; i < P; i++) {
            w[i] = random.nextGaussian();
        }
        return w;
    }

    /** Evaluations of an explicit integrator of another house, in the coordinates of the eigenvectors, whose flow is the same and whose evaluations are cheaper. */
    private static long explicitEvaluations() {
        double[] spectrum = F.eigenvalues();
        long[] count = new long[1];
        OrdinaryDifferentialEquation equation = new OrdinaryDifferentialEquation() {
            @Override
            public int getDimension() {
                return P;
            }

            @Override
            public double[] computeDerivatives(double t, double[] c) {
                count[0]++;
                double[] v = new double[P];
                for (int j = 0; j < P; j++) {
                    v[j] = -spectrum[j] * c[j];
                }
                return v;
            }
        };
        double[] c = new double[P];
        F.toCoordinates(START, c);
        DormandPrince54Integrator integrator = new DormandPrince54Integrator(1e-14, 1, TOLERANCE, TOLERANCE);
        integrator.integrate(equation, new ODEState(0, c), 1);
        return count[0];
    }

    private static Outcome run(Integrator integrator) {
        Outcome outcome = new GradientFlow(integrator, TOLERANCE).run(F, START, Until.time(1));
        double[] exact = new GradientFlow(Integrator.CLOSED_FORM, TOLERANCE).run(F, START, Until.time(1)).w();
        assertThat(outcome.reason()).as(integrator + ": " + outcome).isEqualTo(Outcome.Reason.TIME);
        assertThat(Math.sqrt(Vectors.squaredDistance(outcome.w(), exact))).isLessThanOrEqualTo(10 * TOLERANCE * Vectors.norm(START));
        return outcome;
    }

    @Test
    void theStabilisedMethodNeedsATwentiethAndTheExponentialAFiftiethOfTheEvaluationsOfAnExplicitPair() {
        long explicit = explicitEvaluations();
        assertThat(explicit).as("what an explicit pair cannot do without: β steps of 3.3, six evaluations each").isGreaterThan(1_000_000);
        assertThat(run(Integrator.STABILISED).evaluations()).isLessThanOrEqualTo(explicit / 20);
        assertThat(run(Integrator.EXPONENTIAL).evaluations()).isLessThanOrEqualTo(explicit / 50);
    }

    @Test
    void autoNoticesAndNeedsNoMoreThanAFiftiethEither() {
        assertThat(run(Integrator.AUTO).evaluations()).isLessThanOrEqualTo(20_000);
    }

    @Test
    void stiffnessCostsItsSquareRoot() {
        Quadratic stiffer = Quadratic.rotated(3, Quadratic.logarithmicSpectrum(P, 1, 100 * CONDITION));
        long evaluations = new GradientFlow(Integrator.STABILISED, 1e-4).run(stiffer, START, Until.time(1)).evaluations();
        long before = new GradientFlow(Integrator.STABILISED, 1e-4).run(F, START, Until.time(1)).evaluations();
        assertThat((double) evaluations / before).as("a hundred times as stiff").isBetween(4.0, 15.0);
    }
}
