package gramflow.bench.tune;

import gramflow.backend.Tuning;
import gramflow.backend.Tuning.Shape;
import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Row;
import gramflow.memory.Precision;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Looks for the fastest tuning of {@code gram} at middle sizes, on one thread, each candidate in a JVM of its own: tiles first, then depth, the left factor's part of the cache, and the width
 * of output tiles, each around the best so far. What looks best is held against the standard again, in turns, and taken only if it is faster beyond doubt: the best of many measurements is
 * mostly the luckiest. It must be so with few columns or with many, and not slower with the other: at a single size a depth would be chosen that just holds it. For one thread.
 */
public final class TuneRun {
    private static final double SECONDS = 0.25;
    /** Less is not worth another numeric key. */
    private static final double GAIN = 1.005;
    /** With more loss at one size the other's gain is not wanted. */
    private static final double LOSS = 0.995;
    private static final int PAIRS_EACH = 4;
    /** Each may have to measure where it begins. */
    private static final int STAGES = 4;
    /** The search for one precision ends then, and what was best so far is confirmed. */
    private static final Duration SEARCH = Duration.ofSeconds(55);

    /** What is measured: the inner dimension in one stretch whatever the depth, or in several. */
    enum Size {
        /** Few columns. */
        FEW(1536, 768),
        /** Many. */
        MANY(960, 3000);

        private final long n;
        private final long d;

        Size(long n, long d) {
            this.n = n;
            this.d = d;
        }
    }

    private record Stage(Size size, Function<Shape, List<Shape>> candidates) {
    }

    /** Runs {@code gram} with a tuning in a JVM of its own. */
    @FunctionalInterface
    interface Forks {
        ForkResult run(Row row, Tuning tuning, double seconds) throws IOException;
    }

    /** Hears how far it has come. */
    public interface Listener {
        /** A fork begins: what for, the how many of how many at most. */
        void begins(String what, int fork, int of);

        /** A fork has ended: what it tried, at how many 10⁹ flops a second; NaN if it failed. */
        void ended(String what, double gflops);
    }

    /**
     * What was found for one precision.
     *
     * @param shape the winner: the standard, if nothing is faster beyond doubt
     * @param few its speed over the standard's where there are few columns, with an interval; 1 exactly for the standard
     * @param many the same where there are many
     */
    public record Winner(Shape shape, Estimate few, Estimate many) {
        private static final Estimate EQUAL = new Estimate(1, 1, 1);

        static Winner standard(Shape shape) {
            return new Winner(shape, EQUAL, EQUAL);
        }

        /** Whether nothing was found faster. */
        public boolean isStandard() {
            return few.equals(EQUAL) && many.equals(EQUAL);
        }
    }

    private final Forks forks;
    private final Tuning standard;
    private final boolean manyRegisters;
    private final BooleanSupplier cancelled;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private int done;

    /**
     * A search.
     *
     * @param standard where it begins
     * @param manyRegisters whether there are 32 registers for vectors, and not 16
     */
    TuneRun(Forks forks, Tuning standard, boolean manyRegisters, BooleanSupplier cancelled, LongSupplier nanoTime, Listener listener) {
        this.forks = forks;
        this.standard = standard;
        this.manyRegisters = manyRegisters;
        this.cancelled = cancelled;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /** Forks it takes at most. */
    private int most() {
        int tried = 0;
        for (Precision precision : Precision.values()) {
            Shape shape = standard.of(precision);
            tried += STAGES + Size.values().length + Candidates.tiles(shape, manyRegisters).size() + Candidates.depths(shape).size()
                    + Candidates.lefts(shape).size()
                    + Candidates.cols(shape).size() + 2 * PAIRS_EACH * Size.values().length;
        }
        return tried;
    }

    /**
     * Looks for the best of one precision.
     *
     * @throws CancellationException if it was cancelled
     * @throws IOException if a fork cannot be started, or the standard itself does not run
     */
    Winner search(Precision precision) throws IOException {
        long end = nanoTime.getAsLong() + SEARCH.toNanos();
        Shape shape = standard.of(precision);
        Map<Size, Double> rates = new EnumMap<>(Size.class);
        for (Size size : Size.values()) {
            rates.put(size, rate(precision, shape, size));
        }
        if (rates.values().stream().anyMatch(rate -> Double.isNaN(rate))) {
            throw new IOException("the standard " + shape + " does not run");
        }
        Shape best = shape;
        for (Stage stage : List.of(new Stage(Size.FEW, s -> Candidates.tiles(s, manyRegisters)), new Stage(Size.MANY, Candidates::depths),
                new Stage(Size.FEW, Candidates::lefts), new Stage(Size.FEW, Candidates::cols))) {
            Shape from = best;
            if (!rates.containsKey(stage.size)) {
                rates.put(stage.size, rate(precision, from, stage.size));
            }
            double rate = rates.getOrDefault(stage.size, Double.NaN);
            for (Shape candidate : stage.candidates.apply(from)) {
                double found = nanoTime.getAsLong() < end ? rate(precision, candidate, stage.size) : Double.NaN;
                if (found > GAIN * rate) {
                    best = candidate;
                    rate = found;
                }
            }
            if (!best.equals(from)) {
                // What the shape before reached elsewhere says nothing of this one.
                rates.clear();
            }
            rates.put(stage.size, rate);
        }
        return best.equals(shape) ? Winner.standard(shape) : confirm(precision, best);
    }

    private Winner confirm(Precision precision, Shape candidate) throws IOException {
        Map<Size, List<List<Double>>> ratios = new EnumMap<>(Size.class);
        for (int pair = 0; pair < PAIRS_EACH; pair++) {
            for (Size size : Size.values()) {
                double before = rate(precision, standard.of(precision), size);
                double after = rate(precision, candidate, size);
                // A fork that failed is no reason to believe in the candidate.
                ratios.computeIfAbsent(size, s -> new ArrayList<>()).add(List.of(Double.isNaN(after / before) ? 0 : after / before));
            }
        }
        Estimate few = Estimate.of(ratios.getOrDefault(Size.FEW, List.of()));
        Estimate many = Estimate.of(ratios.getOrDefault(Size.MANY, List.of()));
        boolean faster = isFaster(few) || isFaster(many);
        boolean slower = few.median() < LOSS || many.median() < LOSS;
        return faster && !slower ? new Winner(candidate, few, many) : Winner.standard(standard.of(precision));
    }

    private static boolean isFaster(Estimate speed) {
        return speed.low() > 1 && speed.median() > GAIN;
    }

    /** 10⁹ flops a second; NaN if it failed or computed something wrong. */
    private double rate(Precision precision, Shape shape, Size size) throws IOException {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("stopped; what was kept before is as it was");
        }
        String what = "%s %dx%d %s".formatted(precision.label(), size.n, size.d, shape);
        listener.begins(what, ++done, most());
        Row row = new Row(Kernel.GRAM, "vector", precision, size.n, size.d, 1);
        ForkResult fork = forks.run(row, standard.with(precision, shape), SECONDS);
        double rate = fork.failure().isEmpty() ? row.flops() / Estimate.forkMedians(List.of(fork.seconds()))[0] / 1e9 : Double.NaN;
        listener.ended(what, rate);
        return rate;
    }
}
