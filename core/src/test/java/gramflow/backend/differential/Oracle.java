package gramflow.backend.differential;

import gramflow.memory.Strided;
import org.jspecify.annotations.Nullable;

/** Knows what C should be. */
interface Oracle {
    /** Flops from which an oracle that makes every entry anew would take longer than all else. */
    double LARGE = 2e9;

    /** The oracle of a case, which looks at its operands before the call. */
    static Oracle of(Case c, Operands operands) {
        return c.flops() > LARGE ? Projected.of(c, operands) : Expected.of(c, operands);
    }

    /** What is wrong with C after the call, in words; null if nothing is. */
    @Nullable
    String complaint(Strided result);
}
