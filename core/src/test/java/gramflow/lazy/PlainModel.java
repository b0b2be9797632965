package gramflow.lazy;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.model.Jacobian;
import gramflow.model.Model;
import gramflow.model.Outputs;
import gramflow.model.TangentCost;
import java.util.List;

/** A model of one output by plain loops: its value and its gradient at one example at a time. */
abstract class PlainModel implements Model {

    /** f(w; x), its gradient added to {@code gradient}, which holds zeros. */
    abstract double value(double[] w, double[] x, double[] gradient);

    @Override
    public long outputs() {
        return 1;
    }

    private static double[] row(Matrix m, long i) {
        double[] row = new double[(int) m.cols()];
        Matrix.over(row, 1, m.cols()).assign(m.rows(i, i + 1));
        return row;
    }

    @Override
    public TangentCost tangentCost(Outputs treatment) {
        return new TangentCost(1, Double.POSITIVE_INFINITY, 0, (double) parameters(), 0, 0);
    }

    @Override
    public Jacobian jacobian(Matrix w, Matrix x, Products on) {
        Explicit jacobian = new Explicit(this, x, Matrix.zeros(Precision.F64, x.rows(), 1), Matrix.zeros(Precision.F64, x.rows(), w.rows()),
                on);
        jacobian.moveTo(w);
        return jacobian;
    }

    private record Explicit(PlainModel model, Matrix x, Matrix value, Matrix all, Products on) implements Jacobian {
        @Override
        public void moveTo(Matrix w) {
            double[] parameters = row(w.transpose(), 0);
            for (long i = 0; i < x.rows(); i++) {
                double[] gradient = new double[parameters.length];
                value.set(i, 0, model.value(parameters, row(x, i), gradient));
                all.rows(i, i + 1).assign(Matrix.over(gradient, 1, gradient.length));
            }
        }

        @Override
        public long examples() {
            return x.rows();
        }

        @Override
        public long rows() {
            return all.rows();
        }

        @Override
        public long cols() {
            return all.cols();
        }

        @Override
        public void times(Matrix v, Matrix result) {
            on.gemm(1, all, v, 0, result);
        }

        @Override
        public void transposeTimes(Matrix u, Matrix result) {
            on.gemm(1, all.transpose(), u, 0, result);
        }

        @Override
        public void rows(long from, Matrix result) {
            result.assign(all.rows(from, from + result.rows()));
        }

        @Override
        public List<ProductPair> pairs(Outputs outputs) {
            throw new UnsupportedOperationException("rows only");
        }

        @Override
        public double flops() {
            return 2.0 * all.rows() * all.cols();
        }
    }

    /** σw − βw²/2, whatever the example. */
    static Model scalar(double sigma, double beta) {
        return new PlainModel() {
            @Override
            public long inputs() {
                return 1;
            }

            @Override
            public long parameters() {
                return 1;
            }

            @Override
            double value(double[] w, double[] x, double[] gradient) {
                gradient[0] = sigma - beta * w[0];
                return w[0] * (sigma - beta * w[0] / 2);
            }
        };
    }

    /** m^{−1/2} Σ s_j tanh(w_j·x), w_j trained, s_j = ±1 in turn. */
    static Model tanh(int inputs, int width) {
        return new PlainModel() {
            @Override
            public long inputs() {
                return inputs;
            }

            @Override
            public long parameters() {
                return (long) inputs * width;
            }

            @Override
            double value(double[] w, double[] x, double[] gradient) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    double s = (j % 2 == 0 ? 1 : -1) / Math.sqrt((double) width);
                    double z = 0;
                    for (int l = 0; l < inputs; l++) {
                        z += w[j * inputs + l] * x[l];
                    }
                    double a = Math.tanh(z);
                    sum += s * a;
                    for (int l = 0; l < inputs; l++) {
                        gradient[j * inputs + l] = s * (1 - a * a) * x[l];
                    }
                }
                return sum;
            }
        };
    }
}
