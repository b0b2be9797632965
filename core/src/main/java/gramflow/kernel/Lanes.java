package gramflow.kernel;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Shuffles and masks that generated kernels hold as constants. */
final class Lanes {
    private Lanes() {
    }

    /** Lane i takes what lane i with bit {@code b} flipped holds. */
    static <E> VectorShuffle<E> exchange(VectorSpecies<E> species, int b) {
        return VectorShuffle.fromOp(species, i -> i ^ b);
    }

    /** The lanes whose number has bit {@code b}. */
    static <E> VectorMask<E> upper(VectorSpecies<E> species, int b) {
        long bits = 0;
        for (int i = 0; i < species.length(); i++) {
            bits |= (i & b) == 0 ? 0 : 1L << i;
        }
        return VectorMask.fromLong(species, bits);
    }
}
