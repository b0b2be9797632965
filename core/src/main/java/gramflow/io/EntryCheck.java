package gramflow.io;

import gramflow.memory.Precision;

/**
 * Which numbers may stand in a matrix. NaN and ∞ only where they are allowed; a finite number that the precision cannot hold, never: it would turn into
 * ∞ in silence.
 *
 * @param precision that the numbers will be stored in
 * @param allowNan whether NaN and ∞ are let through
 */
record EntryCheck(Precision precision, boolean allowNan) {

    /** Index of the first of {@code values[0 … count − 1]} to refuse, or −1. */
    int firstBad(double[] values, int count) {
        if (precision == Precision.F64 && allowNan) {
            return -1;
        }
        for (int i = 0; i < count; i++) {
            if (isBad(values[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Whether this number is to be refused. */
    boolean isBad(double value) {
        double stored = precision == Precision.F64 ? value : (float) value;
        boolean finite = Math.abs(stored) <= Double.MAX_VALUE;
        return !finite && !(allowNan && !Double.isFinite(value));
    }

    /** What is wrong with a number to refuse; {@code shown} is how the message calls it. */
    String problem(double value, String shown) {
        return shown + (Double.isFinite(value) ? " is too large for " + precision.label() : ", expected a finite number");
    }
}
