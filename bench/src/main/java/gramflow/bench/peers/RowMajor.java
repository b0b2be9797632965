package gramflow.bench.peers;

import gramflow.matrix.Matrix;
import java.util.Arrays;

/** Matrices as arrays, row after row. */
final class RowMajor {
    private RowMajor() {
    }

    static double[] doubles(Matrix m) {
        int cols = Math.toIntExact(m.cols());
        double[] array = new double[Math.multiplyExact(Math.toIntExact(m.rows()), cols)];
        for (int i = 0; i < array.length; i++) {
            array[i] = m.get(i / cols, i % cols);
        }
        return array;
    }

    static float[] floats(Matrix m) {
        int cols = Math.toIntExact(m.cols());
        float[] array = new float[Math.multiplyExact(Math.toIntExact(m.rows()), cols)];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) m.get(i / cols, i % cols);
        }
        return array;
    }

    /** A result's memory, touched, and holding NaN. */
    static double[] resultOfDoubles(int n) {
        double[] array = new double[Math.multiplyExact(n, n)];
        Arrays.fill(array, Double.NaN);
        return array;
    }

    /** The same of floats. */
    static float[] resultOfFloats(int n) {
        float[] array = new float[Math.multiplyExact(n, n)];
        Arrays.fill(array, Float.NaN);
        return array;
    }
}
