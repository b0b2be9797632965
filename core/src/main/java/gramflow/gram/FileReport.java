package gramflow.gram;

import java.util.List;
import java.util.Locale;

/**
 * What became of a {@link FilePlan}. Immutable.
 *
 * @param plan what was to be done, by this run and those before it
 * @param seconds wall time of this run, from the first band to the file under its name
 * @param kept bands that an earlier run had finished, and whose checksums were right
 * @param recomputed bands that an earlier run had finished, and whose checksums were wrong
 * @param flops flops that this run did
 * @param times when each phase of each band began and ended, as {@link System#nanoTime} has it
 */
public record FileReport(FilePlan plan, double seconds, int kept, int recomputed, double flops, List<BandTime> times) {
    /** Copies the list. */
    public FileReport {
        times = List.copyOf(times);
    }

    /** What is done with a band. */
    public enum Phase {
        /** Checking what an earlier run left. */
        CHECK,
        /** Waiting for a buffer, that is for the disk. */
        WAIT,
        /** Products, {@link #PACK} included. */
        COMPUTE,
        /** Packing factors for them, on backends that do so and say so: a part of {@link #COMPUTE} that grows more slowly. */
        PACK,
        /** Handing the band, and its mirror image, to the system. */
        WRITE,
        /** Waiting for the disk to have it. */
        FORCE
    }

    /**
     * A phase of a band.
     *
     * @param phase what was done
     * @param band number of the band
     * @param begin when, in nanoseconds
     * @param end until when, in nanoseconds
     */
    public record BandTime(Phase phase, int band, long begin, long end) {
    }

    /** Wall time in which a phase of some band was under way, in seconds: phases overlap, so they add up to more than the whole. */
    public double seconds(Phase phase) {
        List<BandTime> ordered = times.stream().filter(t -> t.phase == phase).sorted(java.util.Comparator.comparingLong(BandTime::begin))
                .toList();
        long sum = 0;
        long until = Long.MIN_VALUE;
        for (BandTime t : ordered) {
            long begin = Math.max(t.begin, until);
            if (t.end > begin) {
                sum += t.end - begin;
                until = t.end;
            }
        }
        return sum / 1e9;
    }

    /** Flops a second while products were computed. */
    public double flopsPerSecond() {
        return flops / seconds(Phase.COMPUTE);
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s; took %.3f s: compute %.3f, write %.3f, force %.3f, wait %.3f; %d bands kept, %d recomputed",
                plan, seconds,
                seconds(Phase.COMPUTE), seconds(Phase.WRITE), seconds(Phase.FORCE), seconds(Phase.WAIT), kept, recomputed);
    }
}
