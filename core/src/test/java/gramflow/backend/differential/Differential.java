package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases. A case holds if, on 1, 2 and 7 threads, C is as its {@link Oracle} says, nothing outside the part to be written has changed by a bit, neither have the
 * inputs, a mirrored triangle is the other's bit for bit, and all three results are one bit pattern.
 */
final class Differential implements AutoCloseable {
    private final List<Workers> pools = List.of(Workers.of(1), Workers.of(2), Workers.of(7));

    /**
     * Runs one case on one backend.
     *
     * @throws AssertionError if it does not hold; the message has the case in full
     */
    void check(Backend backend, Case c) {
        Operands before = Operands.of(c);
        Oracle oracle = Oracle.of(c, before);
        Guarded first = null;
        // A large case runs on 2 threads alone: the time is better spent on other shapes.
        for (Workers workers : c.flops() > Oracle.LARGE ? pools.subList(1, 2) : pools) {
            Operands after = before.copy();
            c.operation().call(backend, c, after.first().block(), after.second().block(), after.result().block(), workers, Progress.NONE);
            if (c.entries() == Entries.SPECIAL) {
                after.result().unifyNan(c.part());
            }
            // What holds of the first result holds of every other that is the same, bands included.
            String complaint = first == null ? wrong(c, before, after, oracle) : different(first, after.result());
            if (complaint == null) {
                complaint = inputs(before, after);
            }
            if (complaint != null) {
                throw new AssertionError(backend.name() + " on " + workers.threads() + " threads: " + complaint + "\n" + c);
            }
            first = after.result();
        }
    }

    @Nullable
    private static String wrong(Case c, Operands before, Operands after, Oracle oracle) {
        String wrong = oracle.complaint(after.result().block());
        if (wrong != null) {
            return wrong;
        }
        long outside = before.result().mismatchOutside(c.part(), after.result());
        if (outside >= 0) {
            return "memory outside the part to be written has changed, at byte " + outside + " of it and its bands";
        }
        boolean mirrored = c.part() != Part.BOTH || mirrored(after.result(), c);
        return mirrored ? null : "the upper triangle is not the lower one's mirror image bit for bit";
    }

    @Nullable
    private static String different(Guarded first, Guarded result) {
        long at = first.mismatch(result);
        return at < 0 ? null : "other bits than on fewer threads, at byte " + at + " of the result and its bands";
    }

    @Nullable
    private static String inputs(Operands before, Operands after) {
        boolean same = before.first().mismatch(after.first()) < 0 && before.second().mismatch(after.second()) < 0;
        return same ? null : "an input has changed";
    }

    private static boolean mirrored(Guarded result, Case c) {
        for (long i = 0; i < c.n(); i++) {
            for (long j = 0; j < i; j++) {
                long lower = Double.doubleToRawLongBits(result.block().get(i, j));
                long upper = Double.doubleToRawLongBits(result.block().get(j, i));
                if (lower != upper) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        pools.forEach(Workers::close);
    }
}
