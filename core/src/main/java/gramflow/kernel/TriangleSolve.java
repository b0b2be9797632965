package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;

/**
 * X ← X·L⁻ᵀ for a lower triangle L of doubles, by forward substitution: a panel of rows of X is packed once, solved in cache, and written once. As many of its columns as the register tile has rows are finished at a
 * time: what those before them contribute is one micro-tile of that depth, and the small triangle on the diagonal is done in registers. Packing and products of short depth, block by block, had
 * 0.33 of the FMA peak at order 256 (Zen 4).
 *
 * <p>An entry is one sum over ascending l that starts at 0, taken from the entry that was there, and the last few products one by one: its bits depend on the tile's rows, and neither on the other rows of X
 * nor on threads.
 */
public final class TriangleSolve {
    /** Order of L at most: it is packed whole, and streams from the third-level cache past a panel of X in the second. */
    public static final int MOST = 512;
    /** Panels of X that go through L together: each row of L is read once for all of them. */
    private static final int PANELS = 4;

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
        int depth = Packed.padded(n, tile.rows());
        int lanes = PANELS * tile.panel();
        try (Packed left = Packed.of(l, tile.unroll(), tile, kernel, workers);
                WorkerScratch packed = new WorkerScratch(Precision.F64, lanes * depth, workers.threads());
                WorkerScratch sums = new WorkerScratch(Precision.F64, tile.rows() * lanes, workers.threads());
                WorkerScratch turned = new WorkerScratch(Precision.F64, Panel.room(tile, n), workers.threads())) {
            double[] factors = factors(l, n);
            workers.forEach(Math.ceilDiv(x.rows(), (long) lanes), (task, worker) -> {
                Strided rows = x.block(task * lanes, Math.min(x.rows(), (task + 1) * lanes), 0, n);
                solve(left, factors, rows, depth, packed.of(worker), sums.of(worker), new Panel(tile, kernel, turned.of(worker), n));
            });
        }
    }

    /** The triangles on the diagonal, as {@link MicroKernel#substitute} takes them. */
    private double[] factors(Strided l, int n) {
        int size = tile.rows();
        double[] all = new double[Math.ceilDiv(n, size) * size * size];
        for (int i = 0; i < n; i++) {
            int first = i / size * size;
            for (int k = first; k < i; k++) {
                all[i * size + k - first] = -l.get(i, k);
            }
            all[i * size + i - first] = 1 / l.get(i, i);
        }
        return all;
    }

    private void solve(Packed left, double[] factors, Strided x, int depth, Scratch packed, Scratch scratch, Panel moves) {
        double[] columns = (double[]) packed.array();
        double[] sums = (double[]) scratch.array();
        int t = scratch.start();
        int panel = tile.panel();
        int panels = Math.ceilDiv((int) x.rows(), panel);
        int lanes = panels * panel;
        for (int p = 0; p < panels; p++) {
            moves.read(x, (long) p * panel, columns, packed.start() + p * panel * depth);
        }
        for (int i = 0; i < x.cols(); i += tile.rows()) {
            for (int p = 0; p < panels; p++) {
                int at = packed.start() + p * panel * depth;
                for (int c = 0; c < panel; c += tile.cols()) {
                    kernel.multiply(left.array(), left.at(i, 0), columns, at + c, i, sums, t + p * panel + c, lanes);
                }
            }
            for (int p = 0; p < panels; p++) {
                kernel.substitute(sums, t + p * panel, lanes, factors, i * tile.rows(), columns, packed.start() + (p * depth + i) * panel);
            }
        }
        for (int p = 0; p < panels; p++) {
            moves.write(columns, packed.start() + p * panel * depth, x, (long) p * panel);
        }
    }
}
