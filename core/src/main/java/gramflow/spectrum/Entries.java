package gramflow.spectrum;

import gramflow.matrix.Matrix;

/** A symmetric positive semidefinite matrix whose entries can be asked for, some rows at a time, without the whole ever being formed. */
public interface Entries {

    /** n. */
    long order();

    /**
     * All diagonal entries.
     *
     * @param diagonal n × 1 f64, whatever it held
     */
    void diagonal(Matrix diagonal);

    /**
     * Some rows.
     *
     * @param indices which, each 0 ≤ i &lt; n
     * @param rows as many × n f64, whatever they held
     */
    void rows(long[] indices, Matrix rows);

    /**
     * Those of a formed matrix.
     *
     * @param k n × n, both triangles; read where it is
     * @throws IllegalArgumentException if it is not square
     */
    static Entries of(Matrix k) {
        if (k.rows() != k.cols()) {
            throw new IllegalArgumentException("entries: the matrix is " + k.shape() + ", expected n x n");
        }
        return new Entries() {
            @Override
            public long order() {
                return k.rows();
            }

            @Override
            public void diagonal(Matrix diagonal) {
                for (long i = 0; i < k.rows(); i++) {
                    diagonal.set(i, 0, k.get(i, i));
                }
            }

            @Override
            public void rows(long[] indices, Matrix rows) {
                for (int i = 0; i < indices.length; i++) {
                    rows.rows(i, i + 1).assign(k.rows(indices[i], indices[i] + 1));
                }
            }
        };
    }
}
