package gramflow.rate;

import gramflow.flow.State;

/** A statement about the states of one run, which are shown to it in order, the start first: it may keep what it needs of them. */
interface Claim {

    /** Measured value and bound at this state. */
    Reading read(State state);

    /** The natural size of what is compared, such as βR²: rounding is forgiven in proportion to it. Asked for after the first {@link #read}. */
    double scale();
}
