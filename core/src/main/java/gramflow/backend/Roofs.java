package gramflow.backend;

import gramflow.memory.Precision;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this machine can do at most, measured now: the rate of its arithmetic units, and of reading each cache and the memory. A kernel's speed means
 * something only as a share of the roof measured in the same process or run.
 *
 * <p>Each method is measured anew at every call, by the fastest of several loops, on threads that set out together: the best of several short repeats,
 * of sweeps over memory outside the caches the middle one. Calls from
 * several threads wait for each other: two measurements at once would disturb each other. The first call for a precision takes 0.3 to 0.6 s, since the
 * JIT must compile the loops; a later one about 0.15 s; reading DRAM one to two seconds.
 */
public final class Roofs {
    private static final Map<Precision, FmaMeasurement> FMA = new EnumMap<>(Precision.class);
    private static @Nullable ReadMeasurement read;

    private Roofs() {
    }

    /**
     * Rate of multiplying and adding in registers: with fused multiply-add where hardware and JIT have it, else separately; with explicit vectors where
     * the Vector API is readable and compiled, else as the JIT makes vectors of plain loops.
     *
     * @param threads how many at once, ≥ 1
     * @throws IllegalArgumentException if {@code threads < 1}
     * @throws gramflow.machine.PropertyException if a property asks for vectors that cannot be had
     */
    public static synchronized FmaRoof fma(Precision precision, int threads) {
        requireThreads(threads);
        RoofTraits here = RoofTraits.here();
        return FMA.computeIfAbsent(precision, p -> new FmaMeasurement(p, here.vectorBits(), here.fused())).measure(threads);
    }

    /** The levels this machine has, nearest first. */
    public static List<MemoryLevel> levels() {
        RoofTraits here = RoofTraits.here();
        return Arrays.stream(MemoryLevel.values()).filter(here::has).toList();
    }

    /**
     * Rate of reading a level of memory: half of each cache that is a core's own, a part of the third level that the second cannot hold, and for DRAM four
     * times the third level, but at least 256 MiB and at most 2 GiB or an eighth of the memory that is left.
     *
     * @param threads how many at once, each reading a part of its own, ≥ 1
     * @throws IllegalArgumentException if {@code threads < 1}
     * @throws OutOfMemoryError if the memory for it is not there
     */
    public static synchronized ReadRoof read(MemoryLevel level, int threads) {
        requireThreads(threads);
        return reading().measure(threads, RoofTraits.here().bytesPerThread(level, threads));
    }

    /**
     * Rate of reading so many bytes again and again, wherever they come to lie: the roof of a kernel that reads as many.
     *
     * @param bytes all threads together; rounded up to a page a thread
     * @param threads how many at once, each reading a part of its own, ≥ 1
     * @throws IllegalArgumentException if {@code threads < 1} or {@code bytes < 1}
     * @throws OutOfMemoryError if the memory for it is not there
     */
    public static synchronized ReadRoof read(long bytes, int threads) {
        requireThreads(threads);
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes: " + bytes + ", expected at least 1");
        }
        return reading().measure(threads, Math.ceilDiv(bytes, threads));
    }

    private static ReadMeasurement reading() {
        ReadMeasurement reading = read;
        if (reading == null) {
            reading = new ReadMeasurement(RoofTraits.here().vectorBits() > 0);
            read = reading;
        }
        return reading;
    }

    private static void requireThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
        }
    }
}
