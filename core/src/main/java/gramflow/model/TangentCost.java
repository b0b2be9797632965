package gramflow.model;

/**
 * What the tangent kernel of a model costs, known from sizes alone. Lengths are those of the rows whose products are taken: an entry of K takes
 * {@code exampleLength} multiply-adds for its pair of examples, and {@code outputLength} for its pair of rows.
 *
 * @param rows rows of K for each example: the number of outputs, or 1 for their trace
 * @param exampleLength Σ of the lengths of activations, once for each pair of examples
 * @param outputLength Σ of the lengths of sensitivities, once for each pair of rows
 * @param rowLength length of an explicit row of J: p, or o·p for a trace over o outputs
 * @param factorFlops flops for each example of f and of the sensitivities behind its layers
 * @param factorLength numbers to be kept for each example: activations, slopes, sensitivities
 */
public record TangentCost(long rows, double exampleLength, double outputLength, double rowLength, double factorFlops, double factorLength) {

    /** Flops of K over n examples, the lower triangle, from factors that are there. */
    public double structuredFlops(long n) {
        double r = (double) n * rows;
        return (double) n * (n + 1.0) * exampleLength + r * (r + 1) * outputLength;
    }

    /** Flops of K between n and m examples, from factors that are there. */
    public double structuredFlops(long n, long m) {
        return 2.0 * n * m * exampleLength + 2.0 * n * rows * m * rows * outputLength;
    }

    /** Flops of K over n examples from rows of J that are written out, and of writing them. */
    public double explicitFlops(long n) {
        double r = (double) n * rows;
        return r * (r + 1) * rowLength + r * rowLength;
    }

    /** Flops of K between n and m examples from rows of J that are written out, and of writing them. */
    public double explicitFlops(long n, long m) {
        return 2.0 * n * rows * m * rows * rowLength + (double) (n + m) * rows * rowLength;
    }
}
