package gramflow.bench.measure;

import gramflow.backend.MemoryLevel;
import gramflow.backend.ReadRoof;
import gramflow.memory.Precision;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The roofs of a run, for each number of threads in it: all of them before the first row, those of arithmetic once more after the last. A roof of
 * arithmetic is the best that was seen, because noise only lowers it. Memory is shared with whatever else the machine does, and what it delivers changes
 * from minute to minute: so the roof of a row that it bounds is read again beside each of its forks, and the middle of what was seen counts. How far
 * a roof moved says how noisy the machine was. Not thread-safe.
 */
public final class RunRoofs {

    private record FmaKey(Precision precision, int threads) {
    }

    private record ReadKey(long bytes, int threads) {
        static ReadKey of(Row row) {
            return new ReadKey((long) row.bytes(), row.threads());
        }
    }

    private final RoofMeter meter;
    private final BooleanSupplier cancelled;
    private final SortedSet<Integer> threads;
    private final Map<FmaKey, Double> fma = new HashMap<>();
    private final Map<FmaKey, Double> before = new HashMap<>();
    private final Map<FmaKey, Double> after = new HashMap<>();
    private final Map<Integer, Map<MemoryLevel, ReadRoof>> levels = new TreeMap<>();
    private final Map<ReadKey, Readings> reads = new HashMap<>();

    /**
     * Roofs for those numbers of threads, none measured yet.
     *
     * @param cancelled asked between measurements: whether to leave out the rest
     */
    public RunRoofs(RoofMeter meter, SortedSet<Integer> threads, BooleanSupplier cancelled) {
        this.meter = meter;
        this.cancelled = cancelled;
        this.threads = new TreeSet<>(threads);
    }

    /** Measures all of them. */
    public void measureBefore() {
        measureFma(before);
        for (int t : threads) {
            Map<MemoryLevel, ReadRoof> of = levels.computeIfAbsent(t, k -> new EnumMap<>(MemoryLevel.class));
            for (MemoryLevel level : meter.levels()) {
                if (!cancelled.getAsBoolean()) {
                    of.put(level, meter.read(level, t));
                }
            }
        }
    }

    /** Measures arithmetic once more. */
    public void measureAfter() {
        measureFma(after);
    }

    private void measureFma(Map<FmaKey, Double> round) {
        for (int t : threads) {
            for (Precision p : Precision.values()) {
                if (!cancelled.getAsBoolean()) {
                    round.put(new FmaKey(p, t), measureFma(p, t));
                }
            }
        }
    }

    /** Before and after each fork of a row: reads once more what it reads, if that is what bounds it. */
    public void measureBeside(Row row) {
        if (of(row).bound() == Bound.DRAM) {
            readings(row).add(meter);
        }
    }

    /** Measures the roof of a row that lies above it once more, which raises it or leaves it: from now on the best that was seen counts. */
    public void measureAgain(Row row) {
        measureFma(row.precision(), row.threads());
        Readings readings = reads.get(ReadKey.of(row));
        if (readings != null) {
            readings.add(meter);
            readings.doubt();
        }
    }

    private Readings readings(Row row) {
        return reads.computeIfAbsent(ReadKey.of(row), key -> new Readings(key.bytes, key.threads));
    }

    private double measureFma(Precision precision, int t) {
        double gflops = meter.fma(precision, t).gflops();
        fma.merge(new FmaKey(precision, t), gflops, Math::max);
        return gflops;
    }

    /** Numbers of threads, ascending. */
    public SortedSet<Integer> threads() {
        return new TreeSet<>(threads);
    }

    /** Roof of arithmetic in 10⁹ flops a second, the best seen; NaN if none was. */
    public double fma(Precision precision, int t) {
        return fma.getOrDefault(new FmaKey(precision, t), Double.NaN);
    }

    /** Roof of reading a level; measured before the run. */
    public Map<MemoryLevel, ReadRoof> levels(int t) {
        return Map.copyOf(levels.getOrDefault(t, Map.of()));
    }

    /** Roof of a row in 10⁹ flops a second, and what makes it: arithmetic, or reading what the row works on. */
    public Roof of(Row row) {
        double arithmetic = fma(row.precision(), row.threads());
        double flopsPerByte = row.flops() / row.bytes();
        ReadRoof dram = levels(row.threads()).get(MemoryLevel.DRAM);
        if (dram == null || flopsPerByte * dram.gbs() >= arithmetic) {
            return new Roof(Bound.FMA, arithmetic);
        }
        // What fits in a cache is read faster than from DRAM: measure with as many bytes.
        Readings readings = readings(row);
        if (readings.isEmpty()) {
            readings.add(meter);
        }
        double memory = flopsPerByte * readings.gbs();
        return memory < arithmetic ? new Roof(Bound.DRAM, memory) : new Roof(Bound.FMA, arithmetic);
    }

    /** Largest difference between a roof of arithmetic before and after the run, as a part of the larger; 0 before the end. */
    public double drift() {
        double drift = 0;
        for (Map.Entry<FmaKey, Double> entry : after.entrySet()) {
            double first = before.getOrDefault(entry.getKey(), entry.getValue());
            drift = Math.max(drift, Math.abs(first - entry.getValue()) / Math.max(first, entry.getValue()));
        }
        return drift;
    }

    /** The same for a row: of its own roof as well, where reading is what bounds it. */
    public double drift(Row row) {
        Readings readings = reads.get(ReadKey.of(row));
        return readings != null && of(row).bound() == Bound.DRAM ? Math.max(drift(), readings.spread()) : drift();
    }
}
