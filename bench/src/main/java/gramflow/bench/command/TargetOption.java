package gramflow.bench.command;

import gramflow.io.DataSet;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says what is to be learnt, as a mixin. */
final class TargetOption {

    private static final long MOST_CLASSES = 9999;

    /** Kinds of targets. */
    enum Target {
        /** The labels as they are. */
        LABEL,
        /** 1 for even labels, −1 for odd ones. */
        PARITY,
        /** A column for every class, from 0 to the largest label. */
        ONEHOT,
        /** Signs drawn at random. */
        RANDOM
    }

    @Option(names = "--target", paramLabel = "label|parity|onehot|random", converter = TargetName.class, description = "What is learnt: the labels, 1 and -1 for even and odd ones, a column for each class, or random signs. Default: parity of the labels, random signs where there are none.")
    private @Nullable Target target;

    /**
     * One that was named elsewhere.
     *
     * @param name null if none was
     * @throws UsageException if there is no such target
     */
    static TargetOption of(@Nullable String name) {
        TargetOption option = new TargetOption();
        try {
            option.target = name == null ? null : new TargetName().convert(name);
        } catch (TypeConversionException e) {
            throw new UsageException("--target: " + e.getMessage());
        }
        return option;
    }

    /** Which it is, given whether there are labels. */
    Target kind(boolean labels) {
        if (target == null) {
            return labels ? Target.PARITY : Target.RANDOM;
        }
        if (!labels && target != Target.RANDOM) {
            throw new UsageException("--target " + target.name().toLowerCase(Locale.ROOT)
                    + ": these data have no labels, expected --target random, or --labels or --label");
        }
        return target;
    }

    /**
     * y, n × o.
     *
     * @param seed of random signs
     * @throws UsageException if the labels do not allow it
     */
    Matrix of(DataSet data, long seed) {
        Matrix labels = data.y();
        Target kind = kind(labels != null);
        long n = data.x().rows();
        if (kind == Target.RANDOM || labels == null) {
            SplittableRandom random = new SplittableRandom(seed);
            Matrix signs = Matrix.zeros(Precision.F64, n, 1);
            for (long i = 0; i < n; i++) {
                signs.set(i, 0, random.nextBoolean() ? 1 : -1);
            }
            return signs;
        }
        if (kind == Target.LABEL) {
            return labels;
        }
        long classes = 0;
        for (long i = 0; i < n; i++) {
            double label = labels.get(i, 0);
            if (label != Math.rint(label) || label < 0 || label > MOST_CLASSES) {
                throw new UsageException("--target " + kind.name().toLowerCase(Locale.ROOT) + ": label " + (i + 1) + " is " + label
                        + ", expected whole numbers from 0 to "
                        + MOST_CLASSES);
            }
            classes = Math.max(classes, (long) label + 1);
        }
        Matrix y = Matrix.zeros(Precision.F64, n, kind == Target.PARITY ? 1 : classes);
        for (long i = 0; i < n; i++) {
            long label = (long) labels.get(i, 0);
            if (kind == Target.PARITY) {
                y.set(i, 0, label % 2 == 0 ? 1 : -1);
            } else {
                y.set(i, label, 1);
            }
        }
        return y;
    }

    /** Reads the names. */
    static final class TargetName implements ITypeConverter<Target> {
        @Override
        public Target convert(String value) {
            for (Target each : Target.values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return each;
                }
            }
            throw new TypeConversionException("unknown target '" + value + "', expected label, parity, onehot or random");
        }
    }
}
