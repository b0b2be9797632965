package gramflow.bench.measure;

import gramflow.backend.MemoryLevel;
import gramflow.backend.ReadRoof;
import gramflow.memory.Precision;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The roofs of a run, for each number of threads in it: all of them before the first row, those of arithmetic once more after the last, and the one that bounds a row before
 * and after each of its forks. What a machine can do changes from minute to minute: its clock moves with its warmth and its neighbours, its memory is shared with them. So a row is held against
 * what was seen beside it: of arithmetic the better reading of each fork, because noise only lowers it, and the middle of those of all forks; of memory the middle of all.
 * The roof of the run is the best that was seen in all of it. How far a roof moved says how noisy the machine was. Not thread-safe.
 */
public final class RunRoofs {

    private record FmaKey(Precision precision, int threads) {
        static FmaKey of(Row row) {
            return new FmaKey(row.precision(), row.threads());
        }
    }

    private record ReadKey(long bytes, int threads) {
        static ReadKey of(Row row) {
            return new ReadKey((long) row.bytes(), row.threads());
        }
    }

    private record Latest(FmaKey key, double gflops) {
    }

    private final RoofMeter meter;
    private final BooleanSupplier cancelled;
    private final SortedSet<Integer> threads;
    private final Map<FmaKey, Double> fma = new HashMap<>();
    private final Map<FmaKey, Double> before = new HashMap<>();
    private final Map<FmaKey, Double> after = new HashMap<>();
    private final Map<Integer, Map<MemoryLevel, ReadRoof>> levels = new TreeMap<>();
    private final Map<ReadKey, Readings> reads = new HashMap<>();
    private final Map<Row, ArithmeticReadings> beside = new HashMap<>();
    /** Rows that were faster than what was seen beside them. */
    private final Set<Row> doubted = new HashSet<>();
    /** What was measured last, if nothing has run since. */
    private @Nullable Latest latest;

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
                    FmaKey key = new FmaKey(p, t);
                    round.put(key, measureFma(key));
                }
            }
        }
    }

    /** Before a fork of a row: what bounds it. */
    public void measureBefore(Row row) {
        if (of(row).bound() == Bound.DRAM) {
            readings(row).add(meter);
        } else {
            FmaKey key = FmaKey.of(row);
            Latest just = latest;
            double gflops = just != null && just.key.equals(key) ? just.gflops : measureFma(key);
            beside(row).before(gflops);
        }
        latest = null;
    }

    /** After that fork: the same once more. */
    public void measureAfter(Row row) {
        if (of(row).bound() == Bound.DRAM) {
            readings(row).add(meter);
        } else {
            FmaKey key = FmaKey.of(row);
            latest = new Latest(key, measureFma(key));
            beside(row).after(latest.gflops);
        }
    }

    /** Measures the roof of a row that lies above it once more, which raises it or leaves it: from now on the best that was seen in the run counts. */
    public void measureAgain(Row row) {
        measureFma(FmaKey.of(row));
        doubted.add(row);
        Readings readings = reads.get(ReadKey.of(row));
        if (readings != null) {
            readings.add(meter);
            readings.doubt();
        }
    }

    private ArithmeticReadings beside(Row row) {
        return beside.computeIfAbsent(row, r -> new ArithmeticReadings());
    }

    private Readings readings(Row row) {
        return reads.computeIfAbsent(ReadKey.of(row), key -> new Readings(key.bytes, key.threads));
    }

    private double measureFma(FmaKey key) {
        double gflops = meter.fma(key.precision, key.threads).gflops();
        fma.merge(key, gflops, Math::max);
        return gflops;
    }

    /** Arithmetic beside a row; the best of the run where nothing was measured there, or where the row was faster. */
    private double arithmetic(Row row) {
        ArithmeticReadings readings = beside.get(row);
        return readings == null || readings.isEmpty() || doubted.contains(row) ? fma(row.precision(), row.threads()) : readings.gflops();
    }

    /** Numbers of threads, ascending. */
    public SortedSet<Integer> threads() {
        return new TreeSet<>(threads);
    }

    /** Roof of arithmetic in 10⁹ flops a second, the best seen in the run; NaN if none was. */
    public double fma(Precision precision, int t) {
        return fma.getOrDefault(new FmaKey(precision, t), Double.NaN);
    }

    /** Roof of reading a level; measured before the run. */
    public Map<MemoryLevel, ReadRoof> levels(int t) {
        return Map.copyOf(levels.getOrDefault(t, Map.of()));
    }

    /** Roof of a row in 10⁹ flops a second, and what makes it: arithmetic, or reading what the row works on. */
    public Roof of(Row row) {
        double arithmetic = arithmetic(row);
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

    /** The same for a row: of its own roof as well, from fork to fork. */
    public double drift(Row row) {
        if (of(row).bound() == Bound.DRAM) {
            Readings readings = reads.get(ReadKey.of(row));
            return readings == null ? drift() : Math.max(drift(), readings.spread());
        }
        ArithmeticReadings readings = beside.get(row);
        return readings == null || readings.isEmpty() ? drift() : Math.max(drift(), readings.spread());
    }
}
