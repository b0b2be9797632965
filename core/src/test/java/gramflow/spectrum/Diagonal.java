package gramflow.spectrum;

import gramflow.matrix.Matrix;

/** A diagonal matrix, known by its products only. */
final class Diagonal implements SymmetricOperator {
    private final double[] entries;

    Diagonal(double... entries) {
        this.entries = entries.clone();
    }

    @Override
    public long order() {
        return entries.length;
    }

    @Override
    public void apply(Matrix x, Matrix y) {
        for (int i = 0; i < entries.length; i++) {
            y.set(i, 0, entries[i] * x.get(i, 0));
        }
    }
}
