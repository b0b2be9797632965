package gramflow.blas;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The backends that this module brings, as far as they run here, and blocks for them. The OpenBLAS from Maven is always among them, or stands back for one of the system. */
final class Linked {
    private Linked() {
    }

    static Stream<Backend> backends() {
        return Backends.all().stream().filter(found -> found.availability().usable() && !List.of("vector", "scalar").contains(found.name()))
                .map(found -> found.provider().backend());
    }

    /** Uniform entries in (−1, 1), row after row, outside the heap. */
    static Strided uniform(Precision precision, long rows, long cols, long seed) {
        return filled(Arena.ofAuto().allocate(rows * cols * precision.bytes(), 64), precision, rows, cols, seed);
    }

    /** The same entries in an array. */
    static Strided onHeap(Precision precision, long rows, long cols, long seed) {
        int length = Math.toIntExact(rows * cols);
        return filled(precision == Precision.F64 ? MemorySegment.ofArray(new double[length]) : MemorySegment.ofArray(new float[length]),
                precision, rows, cols, seed);
    }

    private static Strided filled(MemorySegment memory, Precision precision, long rows, long cols, long seed) {
        Strided block = new Strided(memory, precision, rows, cols, cols, 1);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                block.set(i, j, random.nextDouble(-1, 1));
            }
        }
        return block;
    }
}
