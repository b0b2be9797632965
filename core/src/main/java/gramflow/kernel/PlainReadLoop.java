package gramflow.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads memory without the Vector API: eight bytes a load, four sums. */
final class PlainReadLoop {
    /** An {@code int} loop of this many bytes at a time: the JIT drops its range checks. */
    private static final int PIECE = 1 << 16;

    private PlainReadLoop() {
    }

    static long read(MemorySegment memory) {
        long sum = 0;
        for (long from = 0; from < memory.byteSize(); from += PIECE) {
            sum += piece(memory, from, (int) Math.min(PIECE, memory.byteSize() - from));
        }
        return sum;
    }

    private static long piece(MemorySegment memory, long from, int bytes) {
        long s0 = 0;
        long s1 = 0;
        long s2 = 0;
        long s3 = 0;
        for (int i = 0; i < bytes; i += 4 * Long.BYTES) {
            s0 += memory.get(ValueLayout.JAVA_LONG, from + i);
            s1 += memory.get(ValueLayout.JAVA_LONG, from + i + Long.BYTES);
            s2 += memory.get(ValueLayout.JAVA_LONG, from + i + 2 * Long.BYTES);
            s3 += memory.get(ValueLayout.JAVA_LONG, from + i + 3 * Long.BYTES);
        }
        return s0 + s1 + s2 + s3;
    }
}
