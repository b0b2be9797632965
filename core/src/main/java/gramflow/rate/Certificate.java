package gramflow.rate;

import gramflow.flow.Observer;

/** Watches one statement along one run, from its start. For one run, on its thread. */
public interface Certificate extends Observer {

    /** The statement's place in {@code docs/theory.md}: {@code A3}. */
    String id();

    /** The statement, in letters that every terminal has. */
    String claim();

    /** What the last state gave. */
    Reading latest();

    /** What has been found so far. */
    Finding finding();
}
