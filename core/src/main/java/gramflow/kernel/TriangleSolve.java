package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;

/**
 * X ← X·L⁻ᵀ for a lower triangle L of doubles, by forward substitution: a panel of rows of X is packed once, solved in cache, and written once. As many of its columns as the register tile has rows are finished at a
 * time: what those before them contribute is one micro-tile of that depth, and only the small triangle on the diagonal is left to plain loops. Packing and products of short depth, block by block, had
 * 0.33 of the FMA peak at order 256 (Zen 4).
 *
 * <p>An entry is one sum over ascending l that starts at 0, taken from the entry that was there, and the last few products one by one: its bits depend on the tile's rows, and neither on the other rows of X
 * nor on threads.
 */
public final class TriangleSolve {
    /** Order of L at most: it is packed whole, and streams from the third-level cache past a panel of X in the second. */
    public static final int MOST = 512;
    /** Panels of X that go through L together: long loops on the diagonal, and each row of L read once for all of them. */
    private static final int PANELS = 4;
    /** Columns of X that are turned round at a time: as many doubles as a cache line has. */
    private static final int LINE = 8;

    private final Tile tile;
    private final MicroKernel kernel;

    /** On a register tile of doubles whose rows are whole steps of its unrolled loop. */
    TriangleSolve(Tile tile, MicroKernel kernel) {
        this.tile = tile;
        this.kernel = kernel;
    }

    /** Whether a tile allows it. */
    static boolean takes(Tile tile) {
        return tile.precision() == Precision.F64 && tile.rows() % tile.unroll() == 0;
    }

    /**
     * X ← X·L⁻ᵀ.
     *
     * @param l n × n, n ≤ {@link #MOST}; its lower triangle counts
     * @param x m × n, not overlapping it
     */
    public void run(Strided l, Strided x, Workers workers) {
        int n = (int) l.rows();
        if (n == 0 || x.rows() == 0) {
            return;
        }
        int depth = Packed.padded(n, tile.unroll());
        int panel = tile.panel();
        int lanes = PANELS * panel;
        try (Packed left = Packed.of(l, tile.unroll(), tile, kernel, workers);
                WorkerScratch packed = new WorkerScratch(Precision.F64, lanes * depth, workers.threads());
                WorkerScratch sums = new WorkerScratch(Precision.F64, Math.max(tile.rows() * lanes, panel * depth), workers.threads())) {
            double[] triangles = triangles(l, n);
            workers.forEach(Math.ceilDiv(x.rows(), (long) lanes), (task, worker) -> {
                Strided rows = x.block(task * lanes, Math.min(x.rows(), (task + 1) * lanes), 0, n);
                solve(left, triangles, rows, depth, packed.of(worker), sums.of(worker));
            });
        }
    }

    /** The blocks on the diagonal, row after row, with the inverses of the pivots in their places. */
    private double[] triangles(Strided l, int n) {
        int size = tile.rows();
        double[] all = new double[Math.ceilDiv(n, size) * size * size];
        for (int i = 0; i < n; i++) {
            int first = i / size * size;
            for (int k = first; k <= i; k++) {
                all[i * size + k - first] = k < i ? l.get(i, k) : 1 / l.get(i, i);
            }
        }
        return all;
    }

    private void solve(Packed left, double[] triangles, Strided x, int depth, Scratch packed, Scratch scratch) {
        double[] columns = (double[]) packed.array();
        double[] sums = (double[]) scratch.array();
        int start = packed.start();
        int t = scratch.start();
        int n = (int) x.cols();
        int panel = tile.panel();
        int size = tile.rows();
        int panels = Math.ceilDiv((int) x.rows(), panel);
        int lanes = panels * panel;
        pack(x, depth, columns, start, sums, t);
        for (int i = 0; i < n; i += size) {
            for (int p = 0; p < panels; p++) {
                int at = start + p * panel * depth;
                for (int c = 0; c < panel; c += tile.cols()) {
                    kernel.multiply(left.array(), left.at(i, 0), columns, at + c, i, sums, t + p * panel + c, lanes);
                }
            }
            int count = Math.min(size, n - i);
            for (int r = 0; r < count; r++) {
                int row = t + r * lanes;
                int from = start + (i + r) * panel;
                for (int p = 0; p < panels; p++) {
                    subtract(columns, from + p * panel * depth, sums, row + p * panel, panel);
                }
                int factors = (i + r) * size;
                for (int k = 0; k < r; k++) {
                    eliminate(sums, row, triangles[factors + k], t + k * lanes, lanes);
                }
                scale(sums, row, triangles[factors + r], lanes);
                for (int p = 0; p < panels; p++) {
                    System.arraycopy(sums, row + p * panel, columns, from + p * panel * depth, panel);
                }
            }
        }
        write(columns, start, depth, x, sums, t);
    }

    /** X in panels, rows beyond the last being zeros. */
    private void pack(Strided x, int depth, double[] to, int start, double[] rows, int rowsAt) {
        int panel = tile.panel();
        int n = (int) x.cols();
        Elements elements = Elements.of(Precision.F64);
        for (int first = 0; first < x.rows(); first += panel) {
            int count = (int) Math.min(panel, x.rows() - first);
            for (int r = 0; r < count; r++) {
                elements.readRow(x, first + r, 0, rows, rowsAt + r * depth, n);
            }
            elements.clear(rows, rowsAt + count * depth, (panel - count) * depth);
            kernel.interleave(rows, rowsAt, depth, n, to, start + first * depth);
        }
    }

    private void write(double[] from, int start, int depth, Strided x, double[] rows, int rowsAt) {
        int panel = tile.panel();
        int n = (int) x.cols();
        Elements elements = Elements.of(Precision.F64);
        for (int first = 0; first < x.rows(); first += panel) {
            int count = (int) Math.min(panel, x.rows() - first);
            for (int l0 = 0; l0 < n; l0 += LINE) {
                int l1 = Math.min(n, l0 + LINE);
                for (int r = 0; r < panel; r++) {
                    for (int l = l0; l < l1; l++) {
                        rows[rowsAt + r * depth + l] = from[start + first * depth + l * panel + r];
                    }
                }
            }
            for (int r = 0; r < count; r++) {
                elements.writeRow(rows, rowsAt + r * depth, x, first + r, 0, n);
            }
        }
    }

    /** {@code t ← x − t}. */
    private static void subtract(double[] x, int at, double[] t, int from, int count) {
        for (int j = 0; j < count; j++) {
            t[from + j] = x[at + j] - t[from + j];
        }
    }

    private static void eliminate(double[] t, int to, double factor, int from, int count) {
        for (int j = 0; j < count; j++) {
            t[to + j] -= factor * t[from + j];
        }
    }

    private static void scale(double[] t, int at, double factor, int count) {
        for (int j = 0; j < count; j++) {
            t[at + j] *= factor;
        }
    }
}
