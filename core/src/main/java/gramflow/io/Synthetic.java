package gramflow.io;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Data made from a seed: the same on every machine, in any order of rows and on any number of threads, since row i is a function of the seed and i alone.
 *
 * <p>Bits come from SplitMix64 (Steele, Lea and Flood 2014), {@code mix(state + k·γ)} for k = 1, 2, …: the seed's first output begins the sequence of row
 * keys, and row i's key begins the sequence of its bits. Normal numbers come from these by Box and Muller's formula, two from two, with
 * {@link StrictMath}. Single precision is the double precision data, rounded.
 *
 * @param kind how rows are distributed
 * @param rows n, ≥ 1
 * @param cols d, ≥ 1
 */
public record Synthetic(Kind kind, long rows, long cols) {

    /** Distribution of a row. */
    public enum Kind {
        /** Uniform on the unit sphere. */
        SPHERE,
        /** Independent normal entries of mean 0 and variance 1. */
        GAUSS
    }

    private static final Pattern SPEC = Pattern.compile("(sphere|gauss):([0-9]+),([0-9]+)");
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is less than 1
     */
    public Synthetic {
        if (rows < 1 || cols < 1) {
            throw new IllegalArgumentException("synthetic data of %d x %d, expected at least 1 x 1".formatted(rows, cols));
        }
    }

    /**
     * Reads {@code sphere:n,d} or {@code gauss:n,d}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Synthetic parse(String spec) {
        Matcher matcher = SPEC.matcher(spec);
        if (matcher.matches()) {
            try {
                Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
                return new Synthetic(kind, Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
            } catch (IllegalArgumentException e) {
                throw refuse(spec, e);
            }
        }
        throw refuse(spec, null);
    }

    private static IllegalArgumentException refuse(String spec, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "synthetic data '%s', expected sphere:n,d or gauss:n,d with n rows and d columns, both at least 1".formatted(spec), cause);
    }

    /** The specification, as {@link #parse} reads it. */
    public String spec() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + rows + "," + cols;
    }

    /**
     * Makes the data, n × d.
     *
     * @throws IllegalArgumentException if they are more than 2⁶³ bytes
     * @throws OutOfMemoryError if the machine has not that much memory
     */
    public Matrix generate(long seed, Precision precision, Workers workers) {
        Matrix x = Matrix.zeros(precision, rows, cols);
        Matrix[] scratch = new Matrix[workers.threads()];
        workers.forEach(rows, (i, worker) -> {
            if (scratch[worker] == null) {
                scratch[worker] = Matrix.zeros(Precision.F64, 1, cols);
            }
            Matrix row = scratch[worker];
            fill(row.strided(), seed, i);
            x.rows(i, i + 1).assign(row);
        });
        return x;
    }

    private void fill(Strided row, long seed, long i) {
        long key = mix(mix(seed + GAMMA) + (i + 1) * GAMMA);
        for (long j = 0; j < cols; j += 2) {
            double radius = Math.sqrt(-2 * StrictMath.log(uniform(mix(key + (j + 1) * GAMMA))));
            double angle = 2 * Math.PI * uniform(mix(key + (j + 2) * GAMMA));
            row.set(0, j, radius * StrictMath.cos(angle));
            if (j + 1 < cols) {
                row.set(0, j + 1, radius * StrictMath.sin(angle));
            }
        }
        if (kind == Kind.SPHERE) {
            Scaling.normalise(row, 0);
        }
    }

    /** The middle of one of 2⁵² equal parts of (0, 1): never an end, so a logarithm is finite and no row is zero. */
    private static double uniform(long bits) {
        return ((bits >>> 12) + 0.5) * 0x1p-52;
    }

    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
