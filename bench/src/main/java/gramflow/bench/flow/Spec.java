package gramflow.bench.flow;

import java.util.List;

/**
 * {@code name:argument,argument}, as problems, methods and sets are written.
 *
 * @param text all of it, for messages
 * @param name before the colon
 * @param arguments after it; empty if there is none
 */
record Spec(String text, String name, List<String> arguments) {

    static Spec parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Spec(text, text, List.of())
                : new Spec(text, text.substring(0, colon), List.of(text.substring(colon + 1).split(",", -1)));
    }

    /**
     * Refuses fewer or more arguments.
     *
     * @param form how it is written
     */
    void requireArguments(int least, int most, String form) {
        if (arguments.size() < least || arguments.size() > most) {
            throw new IllegalArgumentException(text + ": expected " + form);
        }
    }

    /** Argument i as a number. */
    double number(int i) {
        return number(text, arguments.get(i));
    }

    /** Argument i, or another number if there is none. */
    double number(int i, double otherwise) {
        return i < arguments.size() ? number(i) : otherwise;
    }

    /** Argument i as a whole number of at least 1. */
    int count(int i) {
        String argument = arguments.get(i);
        try {
            int count = Integer.parseInt(argument);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, with what it is part of.
        }
        throw new IllegalArgumentException("%s: '%s', expected a whole number of at least 1".formatted(text, argument));
    }

    /** A number that is not NaN, as part of that text. */
    static double number(String text, String digits) {
        try {
            double value = Double.parseDouble(digits.replaceFirst("^([+-]?)inf$", "$1Infinity"));
            if (!Double.isNaN(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with what it is part of.
        }
        throw new IllegalArgumentException("%s: '%s', expected a number".formatted(text, digits));
    }
}
