package gramflow.rate;

import gramflow.flow.Observer;

/** Watches one statement along one run, from its start. For one run, on its thread. */
public interface Certificate extends Observer {

    /** The statement's place in {@code docs/theory.md}: {@code A3}. */
    String id();

    /** The statement, in letters that every terminal has. */
    String claim();

    /** Whether it says of a quantity that it never rises, and not of one that it stays below another. */
    default boolean isPotential() {
        return false;
    }

    /** What the last state gave: of a potential its value, and the least it was before. */
    Reading latest();

    /** What has been found so far. */
    Finding finding();
}
