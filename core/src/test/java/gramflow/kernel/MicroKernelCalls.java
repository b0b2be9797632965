package gramflow.kernel;

import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Calls the micro-kernels of every tile in use until C1 has compiled them, whole and from within their loops. */
final class MicroKernelCalls {
    private static final int DEPTH = 64;
    private static final int CALLS = 200;
    private static final int[] BITS = {512, 256, 128};

    private MicroKernelCalls() {
    }

    /** For a JVM of its own. */
    public static void main(String[] args) {
        try (Arena arena = Arena.ofConfined()) {
            for (Precision precision : Precision.values()) {
                for (int bits : BITS) {
                    call(Tile.of(precision, bits, true), arena);
                    call(Tile.of(precision, bits, false), arena);
                }
            }
        }
    }

    private static void call(Tile tile, Arena arena) {
        MicroKernel kernel = MicroKernelGenerator.generate(tile);
        int panel = tile.panel();
        int cols = tile.cols();
        long rowBytes = (long) Math.max(cols, DEPTH) * tile.precision().bytes();
        MemorySegment c = arena.allocate(panel * rowBytes, rowBytes);
        try (Scratch left = Scratch.lease(tile.precision(), panel * DEPTH);
                Scratch right = Scratch.lease(tile.precision(), panel * DEPTH);
                Scratch sums = Scratch.lease(tile.precision(), tile.rows() * panel)) {
            for (int call = 0; call < CALLS; call++) {
                int depth = call % 20 == 0 ? DEPTH : tile.unroll();
                Object a = left.array();
                int aAt = left.start();
                Object b = right.array();
                int bAt = right.start();
                Object t = sums.array();
                int tAt = sums.start();
                kernel.multiply(a, aAt, b, bAt, depth, t, tAt, cols);
                kernel.multiplyNarrow(a, aAt, b, bAt, depth, t, tAt, cols);
                kernel.multiplyOnto(a, aAt, b, bAt, depth, t, tAt, cols);
                kernel.storeOutside(a, aAt, b, bAt, depth, c, 0, rowBytes, 1);
                kernel.storeOntoOutside(a, aAt, b, bAt, depth, t, tAt, cols, c, 0, rowBytes, 1);
                kernel.addOutside(t, tAt, cols, tile.rows(), c, 0, rowBytes, 1);
                kernel.addShiftedOutside(a, aAt, 2, 1, b, bAt, tile.rows(), c, 0, rowBytes);
                kernel.addProductOutside(a, aAt, 2, 1, b, bAt, t, tAt, tile.rows(), c, 0, rowBytes);
                kernel.interleaveOutside(c, 0, rowBytes, DEPTH, a, aAt);
                kernel.separateOutside(a, aAt, DEPTH, c, 0, rowBytes);
                if (TriangleSolve.takes(tile)) {
                    kernel.substitute(t, tAt, panel, a, aAt, b, bAt);
                }
            }
        }
    }
}
