package gramflow.spectrum;

/** Turns the rows of a small matrix at once. As many columns as are wanted: the first and last column of the matrix of eigenvectors alone cost O(n²) in all. */
final class RowRotations implements Rotations {
    private final double[][] rows;

    /** For rows of equal length, which are turned where they are. */
    RowRotations(double[][] rows) {
        this.rows = rows;
    }

    @Override
    public void sweep(int low, int high, boolean descending, double[] c, double[] s) {
        if (descending) {
            for (int i = high; i >= low; i--) {
                rotate(rows[i], rows[i + 1], c[i], s[i]);
            }
        } else {
            for (int i = low; i <= high; i++) {
                rotate(rows[i], rows[i + 1], c[i], s[i]);
            }
        }
    }

    static void rotate(double[] upper, double[] lower, double c, double s) {
        for (int j = 0; j < upper.length; j++) {
            double u = upper[j];
            double l = lower[j];
            upper[j] = c * u - s * l;
            lower[j] = s * u + c * l;
        }
    }
}
