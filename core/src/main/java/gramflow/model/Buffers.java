package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the products of a {@link NetworkJacobian} write on the way, made when first needed and then kept. */
final class Buffers {
    private final Precision precision;
    private final long n;
    private final Network network;
    private final List<@Nullable Matrix> hidden = new ArrayList<>();
    private @Nullable Matrix parameters;
    private @Nullable Matrix ones;

    Buffers(Precision precision, long n, Network network) {
        this.precision = precision;
        this.n = n;
        this.network = network;
        network.layers().forEach(layer -> hidden.add(null));
    }

    /** n × the outputs of layer l. */
    Matrix of(int l) {
        Matrix buffer = hidden.get(l);
        if (buffer == null) {
            buffer = Matrix.zeros(precision, n, network.layers().get(l).outputs());
            hidden.set(l, buffer);
        }
        return buffer;
    }

    /** n ones. */
    Matrix ones() {
        if (ones == null) {
            Matrix filled = Matrix.zeros(precision, n, 1);
            for (long i = 0; i < n; i++) {
                filled.set(i, 0, 1);
            }
            ones = filled;
        }
        return ones;
    }

    /** Column k with its entries one behind the other: a view of it if they are so, else a copy that the next call overwrites. */
    Matrix vector(Matrix v, long k) {
        Matrix column = v.block(0, v.rows(), k, k + 1);
        if (column.strided().rowStride() == 1 || column.rows() <= 1) {
            return column;
        }
        Matrix copy = parameters();
        copy.assign(column);
        return copy;
    }

    /** Where column k can be written with its entries one behind the other; {@link #put} then brings it to its place. */
    Matrix gradient(Matrix result, long k) {
        Matrix column = result.block(0, result.rows(), k, k + 1);
        return column.strided().rowStride() == 1 || column.rows() <= 1 ? column : parameters();
    }

    /** Brings what {@link #gradient} gave to column k, unless it is there. */
    void put(Matrix gradient, Matrix result, long k) {
        if (gradient == parameters) {
            result.block(0, result.rows(), k, k + 1).assign(gradient);
        }
    }

    private Matrix parameters() {
        if (parameters == null) {
            parameters = Matrix.zeros(precision, network.parameters(), 1);
        }
        return parameters;
    }
}
