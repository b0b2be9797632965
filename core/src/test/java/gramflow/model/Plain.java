package gramflow.model;

import gramflow.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;

/**
 * A network as its formula says, in plain loops over one example, each number with its derivative along one direction carried beside it (forward
 * differentiation by Hipparchus). Shares nothing with the code under test but the layers' description.
 */
final class Plain {
    private static final DSFactory LINE = new DSFactory(1, 1);

    private Plain() {
    }

    /** f(w), and its derivative along v: a row for each output, of two numbers. */
    static double[][] valueAndChange(Network network, Matrix w, Matrix v, Matrix x, long example) {
        List<DerivativeStructure> a = new ArrayList<>();
        for (long j = 0; j < x.cols(); j++) {
            a.add(constant(x.get(example, j)));
        }
        long at = 0;
        for (int l = 0; l < network.layers().size(); l++) {
            Layer layer = network.layers().get(l);
            LayerWeights fixed = layer.trained() ? null : network.split(w).get(l);
            List<DerivativeStructure> z = new ArrayList<>();
            for (long o = 0; o < layer.outputs(); o++) {
                DerivativeStructure sum = constant(0);
                for (int i = 0; i < layer.inputs(); i++) {
                    long k = at + o * layer.inputs() + i;
                    DerivativeStructure weight = fixed == null ? LINE.build(w.get(k, 0), v.get(k, 0)) : constant(fixed.weight().get(o, i));
                    sum = sum.add(weight.multiply(a.get(i)).multiply(layer.scale()));
                }
                if (layer.bias()) {
                    long k = at + layer.weights() + o;
                    sum = sum.add(LINE.build(w.get(k, 0), v.get(k, 0)).multiply(layer.biasScale()));
                }
                z.add(l < network.layers().size() - 1 ? activate(network, sum) : sum);
            }
            at += layer.trained() ? layer.size() : 0;
            a = z;
        }
        return a.stream().map(f -> new double[]{f.getValue(), f.getPartialDerivative(1)}).toArray(double[][]::new);
    }

    private static DerivativeStructure constant(double c) {
        return LINE.constant(c);
    }

    private static DerivativeStructure activate(Network network, DerivativeStructure z) {
        DoubleFunction<DerivativeStructure> c = Plain::constant;
        return switch (network.activation()) {
            case RELU -> z.getValue() > 0 ? z : c.apply(0);
            case TANH -> z.tanh();
            case ERF -> erf(z);
            case SOFTPLUS -> z.exp().log1p();
            case SIGMOID -> z.negate().exp().add(1).reciprocal();
            case GELU -> z.multiply(erf(z.divide(Math.sqrt(2))).add(1)).multiply(0.5);
            case IDENTITY -> z;
        };
    }

    private static DerivativeStructure erf(DerivativeStructure z) {
        double value = org.hipparchus.special.Erf.erf(z.getValue());
        return z.compose(value, 2 / Math.sqrt(Math.PI) * Math.exp(-z.getValue() * z.getValue()));
    }
}
