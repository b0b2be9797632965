package gramflow.backend.differential;

import gramflow.memory.Precision;

/**
 * One call and its circumstances: all that a failure needs to be seen again.
 *
 * @param operation what is asked for
 * @param precision of all blocks
 * @param m rows of C
 * @param n columns of C
 * @param k length of the sums
 * @param first layout of the first input
 * @param second layout of the second input, where there is one
 * @param result layout of C
 * @param placement where the memory is
 * @param alpha α
 * @param beta β
 * @param part which entries of C are written
 * @param entries what the blocks hold
 * @param seed of the entries
 */
record Case(Operation operation, Precision precision, long m, long n, long k, Layout first, Layout second, Layout result,
        Placement placement,
        double alpha, double beta, Part part, Entries entries, long seed) {

    /** The plainest case of a shape: row after row on the heap, α = 1, β = 0, integers. Of a matrix–vector product n is 1, whatever is asked for. */
    static Case of(Operation operation, Precision precision, long m, long n, long k) {
        if (operation.symmetric() && m != n) {
            throw new IllegalArgumentException(operation + " of " + m + " x " + n);
        }
        return new Case(operation, precision, m, operation.columns(n), k, Layout.ROWS, Layout.ROWS, Layout.ROWS, Placement.HEAP, 1, 0,
                operation.parts().getLast(), Entries.INTEGERS, 31 * (31 * m + n) + k);
    }

    /** Flops of the call. */
    double flops() {
        return operation.flops(m, n, k);
    }

    Case withLayouts(Layout newFirst, Layout newSecond, Layout newResult) {
        return new Case(operation, precision, m, n, k, newFirst, newSecond, newResult, placement, alpha, beta, part, entries, seed);
    }

    Case withPlacement(Placement newPlacement) {
        return new Case(operation, precision, m, n, k, first, second, result, newPlacement, alpha, beta, part, entries, seed);
    }

    Case withFactors(double newAlpha, double newBeta) {
        return new Case(operation, precision, m, n, k, first, second, result, placement, newAlpha, newBeta, part, entries, seed);
    }

    Case withPart(Part newPart) {
        return new Case(operation, precision, m, n, k, first, second, result, placement, alpha, beta, newPart, entries, seed);
    }

    Case withEntries(Entries newEntries) {
        return new Case(operation, precision, m, n, k, first, second, result, placement, alpha, beta, part, newEntries, seed);
    }

    Case withSeed(long newSeed) {
        return new Case(operation, precision, m, n, k, first, second, result, placement, alpha, beta, part, entries, newSeed);
    }
}
