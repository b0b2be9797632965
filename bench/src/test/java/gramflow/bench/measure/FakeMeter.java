package gramflow.bench.measure;

import gramflow.backend.FmaRoof;
import gramflow.backend.MemoryLevel;
import gramflow.backend.ReadRoof;
import gramflow.memory.Precision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A machine with roofs of one's choice: fp64 as told call by call, the last value for good; fp32 twice the first of them; DRAM 10 GB/s or as told, a small piece 100. */
final class FakeMeter implements RoofMeter {
    static final long CACHE = 1 << 20;

    private final Deque<Double> f64 = new ArrayDeque<>();
    private final double f32;
    private final Deque<Double> dram = new ArrayDeque<>(List.of(10.0));

    FakeMeter(double... gflops) {
        for (double g : gflops) {
            f64.add(g);
        }
        f32 = 2 * gflops[0];
    }

    /** The same machine, whose memory is read as fast as told, call by call, the last value for good. */
    FakeMeter reading(double... gbs) {
        dram.clear();
        for (double g : gbs) {
            dram.add(g);
        }
        return this;
    }

    @Override
    public FmaRoof fma(Precision precision, int threads) {
        double gflops = precision == Precision.F32 ? f32 : f64.size() > 1 ? f64.remove() : f64.getFirst();
        return new FmaRoof(precision, threads, threads * gflops, "fake");
    }

    @Override
    public List<MemoryLevel> levels() {
        return List.of(MemoryLevel.L1, MemoryLevel.DRAM);
    }

    @Override
    public ReadRoof read(MemoryLevel level, int threads) {
        return new ReadRoof(threads, level == MemoryLevel.DRAM ? 1L << 30 : 1 << 14, level == MemoryLevel.DRAM ? 10 : 100, "fake");
    }

    @Override
    public ReadRoof read(long bytes, int threads) {
        return new ReadRoof(threads, bytes, bytes <= CACHE ? 100 : dram.size() > 1 ? dram.remove() : dram.getFirst(), "fake");
    }
}
