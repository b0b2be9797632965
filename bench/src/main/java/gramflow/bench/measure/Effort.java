package gramflow.bench.measure;

/** How long a run may take, and so how sure its figures are. */
public enum Effort {
    /** Under 90 seconds: one fork a row. */
    QUICK(1, 0.8, 3),
    /** Three to four minutes: two forks a row, at more sizes. */
    DEFAULT(2, 0.8, 4),
    /** As long as it takes: five interleaved rounds, each with its own fork for every row, so that two runs can be compared. */
    FULL(5, 1.5, 5);

    private final int rounds;
    private final double secondsPerFork;
    private final int leastSamples;

    Effort(int rounds, double secondsPerFork, int leastSamples) {
        this.rounds = rounds;
        this.secondsPerFork = secondsPerFork;
        this.leastSamples = leastSamples;
    }

    /** How often the list of rows is gone through, each time with a new fork for every row. */
    public int rounds() {
        return rounds;
    }

    /** How a row is sampled whose calls are expected to take that long. */
    Sampling sampling(double secondsPerCall) {
        return Sampling.within(secondsPerFork, leastSamples, secondsPerCall);
    }
}
