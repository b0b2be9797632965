package gramflow.backend.differential;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.SplittableRandom;

/**
 * What the blocks of a case hold. Where sums are exact, every order of summation, with or without fused multiply-add, must give the same numbers, so a
 * single wrong index anywhere shows; where they are not, the error bound of a sum of products is the judge.
 */
enum Entries {
    /** Integers from −4 to 4: every sum is exact, in single precision too. */
    INTEGERS(true),
    /** The same with a few NaN and ±∞ among the inputs: each must arrive wherever plain loops take it, and nowhere else. */
    SPECIAL(true),
    /** Integers times the square root of the least positive number (or of twice that): products, and exact sums of them, are subnormal. */
    TINY(true),
    /** Positive numbers, each product of which overflows. */
    HUGE(true),
    /** Uniform in (−1, 1). */
    UNIFORM(false),
    /** Uniform in (−1, 1) times powers of two from 2⁻²⁰ to 2²⁰. */
    WIDE(false);

    private final boolean exact;

    Entries(boolean exact) {
        this.exact = exact;
    }

    /** Whether every sum of products is exact, or overflows in whatever order it is taken. */
    boolean exact() {
        return exact;
    }

    /** Fills an input. */
    void fillInput(Strided block, SplittableRandom random) {
        fill(block, this == TINY ? tinyRoot(block.precision()) : 1, random);
        if (this == SPECIAL && !block.isEmpty()) {
            // The last entry is among them: it lies next to whatever a kernel pads with.
            block.set(block.rows() - 1, block.cols() - 1, random.nextBoolean() ? Double.NaN : Double.POSITIVE_INFINITY);
            for (double special : new double[]{Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                if (random.nextInt(3) > 0) {
                    block.set(random.nextLong(block.rows()), random.nextLong(block.cols()), special);
                }
            }
        }
    }

    /** Fills a result that is to be added to. */
    void fillResult(Strided block, SplittableRandom random) {
        double root = tinyRoot(block.precision());
        fill(block, this == TINY ? root * root : 1, random);
    }

    private void fill(Strided block, double unit, SplittableRandom random) {
        for (long i = 0; i < block.rows(); i++) {
            for (long j = 0; j < block.cols(); j++) {
                block.set(i, j, unit * next(block.precision(), random));
            }
        }
    }

    private double next(Precision precision, SplittableRandom random) {
        return switch (this) {
            case INTEGERS, SPECIAL, TINY -> random.nextInt(-4, 5);
            case HUGE -> random.nextInt(1, 5) * (precision == Precision.F64 ? 0x1p600 : 0x1p80);
            case UNIFORM -> random.nextDouble(-1, 1);
            case WIDE -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-20, 21));
        };
    }

    private static double tinyRoot(Precision precision) {
        return precision == Precision.F64 ? 0x1p-537 : 0x1p-74;
    }
}
