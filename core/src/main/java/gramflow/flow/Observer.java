package gramflow.flow;

/** Hears of every state of a run: first of the start, then of each step, or of the times asked for. On the thread of the run. */
@FunctionalInterface
public interface Observer {

    /** A state was reached. */
    void observe(State state);
}
