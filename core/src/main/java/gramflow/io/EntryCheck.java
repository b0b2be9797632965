package gramflow.io;

import gramflow.memory.Precision;

/**
 * Which numbers may stand in a matrix. NaN and ∞ only where they are allowed; a finite number that the precision cannot hold, never: it would turn into
 * ∞ in silence.
 *
 * @param source what the numbers are read from, for the message
 * @param precision that the numbers will be stored in
 * @param allowNan whether NaN and ∞ are let through
 */
record EntryCheck(String source, Precision precision, boolean allowNan) {

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

    /** The refusal of an entry; row and column are counted from 1. */
    DataException refuse(long row, long column, double value) {
        String problem = Double.isFinite(value)
                ? value + " is too large for " + precision.label()
                : (Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity") + ", expected a finite number";
        return DataException.at(source, row, column, problem);
    }
}
