package gramflow.backend.differential;

import java.util.SplittableRandom;

/**
 * The blocks of a case, filled.
 *
 * @param first m × k
 * @param second k × n; empty for an operation on one block
 * @param result C before the call: NaN throughout if β = 0, since it must then be overwritten unseen
 */
record Operands(Guarded first, Guarded second, Guarded result) {

    static Operands of(Case c) {
        SplittableRandom random = new SplittableRandom(c.seed());
        Guarded first = Guarded.of(c.placement(), c.precision(), c.m(), c.k(), c.first());
        Guarded second = c.operation().symmetric()
                ? Guarded.of(c.placement(), c.precision(), 0, 0, c.second())
                : Guarded.of(c.placement(), c.precision(), c.k(), c.n(), c.second());
        Guarded result = Guarded.of(c.placement(), c.precision(), c.m(), c.n(), c.result());
        c.entries().fillInput(first.block(), random);
        c.entries().fillInput(second.block(), random);
        if (c.beta() != 0) {
            c.entries().fillResult(result.block(), random);
        }
        return new Operands(first, second, result);
    }

    Operands copy() {
        return new Operands(first.copy(), second.copy(), result.copy());
    }
}
