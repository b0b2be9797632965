package gramflow.bench.measure;

/** A kernel on data of its own, in a fork: ready to run again and again. For one thread. */
public interface Workload {

    /** One call: what is timed. */
    void run();

    /** One call of the same code on a smaller piece of the same data, so that the JIT is done with it soon. */
    void runSmall();

    /** Compares what the last {@link #run} left with what it should have. */
    Check check();

    /** What computes, with its version. */
    String library();

    /** How it is set up: all that decides the bits of its results. */
    String setup();
}
