package gramflow.gram;

import gramflow.io.DataException;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Cholesky;
import gramflow.spectrum.NotPositiveDefiniteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * K + σI = L·Lᵀ of a symmetric positive definite K that is in a file, L in another of the packed form, and solutions from it: for n whose n² entries are beyond the memory.
 *
 * <pre>{@code
 * try (StoredGram k = StoredGram.open(Path.of("K.packed"), on);
 *         StoredCholesky l = StoredCholesky.factor(k, 1e-6, Path.of("L.packed"), Precision.F64, 1L << 30, on, Progress.NONE)) {
 *     l.solve(b);
 * }
 * }</pre>
 *
 * <p>A solution reads L twice. For one thread at a time.
 */
public final class StoredCholesky implements AutoCloseable {
    /** Of L that is read at a time: long enough for the disk, little beside any budget. */
    private static final long PANEL_BYTES = 1L << 26;

    private final FileChannel channel;
    private final BandReader reader;
    private final BandLayout layout;
    private final List<FactorPanel> panels;
    private final Products on;

    private StoredCholesky(FileChannel channel, BandLayout layout, Products on) {
        this.channel = channel;
        this.layout = layout;
        this.on = on;
        long rows = Math.clamp(PANEL_BYTES / Math.max(1, layout.rows() * layout.precision().bytes()), 1, Math.max(1, layout.rows()));
        this.panels = FactorPanel.of(layout, layout.count(), rows);
        this.reader = new BandReader(channel, PackedHeader.BYTES, layout, rows);
    }

    /**
     * Factors K + σI to a file; n³/3 flops. If this ends early, for whatever reason, the same call goes on with what is on the disk, and ends with the same bits, which depend on the budget
     * and on no number of threads.
     *
     * @param k K; its file is read several times, and must not change
     * @param shift σ, added to each diagonal entry
     * @param out the file of L; one that is there is replaced when all is done
     * @param precision of L
     * @param budget bytes for a band of L and two panels of it; packed factors in the heap come to it, those of a band and 4,096 columns. The more, the less often L is read
     * @param progress hears of it in flops, and may cancel
     * @throws NotPositiveDefiniteException at the first pivot that is not positive, with its row and value; no file is left then
     * @throws IllegalArgumentException if the budget is too small, with the one that would do
     * @throws DataException if another run writes this output, or the one found is of another K or shift
     * @throws IOException if the machine cannot; what is finished is kept
     * @throws CancellationException if {@code progress} says so; what is finished is kept
     */
    public static StoredCholesky factor(StoredGram k, double shift, Path out, Precision precision, long budget, Products on,
            Progress progress) throws IOException {
        new CholeskyFile(k, shift, out, CholeskyPlan.of(k.order(), precision, budget), on, progress).run();
        return open(out, on);
    }

    /**
     * Opens a finished file.
     *
     * @throws DataException if it is missing, damaged, or no factor
     */
    public static StoredCholesky open(Path file, Products on) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file, "no such file");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            byte[] start = new byte[(int) Math.min(PackedHeader.BYTES, channel.size())];
            BandReader.read(channel, MemorySegment.ofArray(start), 0);
            return new StoredCholesky(channel, PackedHeader.read(file, PackedHeader.Content.FACTOR, start, channel.size()), on);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** n. */
    public long order() {
        return layout.rows();
    }

    /** Element type of L. */
    public Precision precision() {
        return layout.precision();
    }

    /**
     * B ← (K + σI)⁻¹·B. 2n²r flops.
     *
     * @param b n × r, of the precision of L
     * @throws IllegalArgumentException if shape or precision does not fit
     * @throws UncheckedIOException if the file cannot be read
     */
    public void solve(Matrix b) {
        check(b);
        each(panels, (l, panel) -> forward(l, panel, b));
        each(panels.reversed(), (l, panel) -> backward(l, panel, b));
    }

    /** B ← L⁻¹·B. n²r flops; as {@link #solve}. */
    public void solveLower(Matrix b) {
        check(b);
        each(panels, (l, panel) -> forward(l, panel, b));
    }

    private void forward(Matrix l, FactorPanel panel, Matrix b) {
        Matrix rows = b.rows(panel.from(), panel.to());
        if (panel.from() > 0) {
            subtract(l.block(0, l.rows(), 0, panel.from()), b.rows(0, panel.from()), rows);
        }
        Cholesky.ofFactor(l.block(0, l.rows(), panel.from(), panel.to()), on).solveLower(rows);
    }

    private void backward(Matrix l, FactorPanel panel, Matrix b) {
        Matrix rows = b.rows(panel.from(), panel.to());
        Cholesky.ofFactor(l.block(0, l.rows(), panel.from(), panel.to()), on).solveLowerTransposed(rows);
        if (panel.from() > 0) {
            subtract(l.block(0, l.rows(), 0, panel.from()).transpose(), rows, b.rows(0, panel.from()));
        }
    }

    /** C ← C − A·B. */
    private void subtract(Matrix a, Matrix b, Matrix c) {
        if (b.cols() == 1) {
            on.matvec(-1, a, b, 1, c);
        } else {
            on.gemm(-1, a, b, 1, c);
        }
    }

    /** log det (K + σI) = 2·Σ log Lᵢᵢ. Reads L once. */
    public double logDeterminant() {
        double[] sum = {0};
        each(panels, (l, panel) -> {
            for (long i = 0; i < panel.rows(); i++) {
                sum[0] += Math.log(l.get(i, panel.from() + i));
            }
        });
        return 2 * sum[0];
    }

    /** Reads panels in that order, each while the one before it is used. */
    private void each(List<FactorPanel> order, BiConsumer<Matrix, FactorPanel> use) {
        Future<Matrix> ahead = order.isEmpty() ? null : reader.ahead(order.getFirst().from(), order.getFirst().to());
        for (int p = 0; ahead != null; p++) {
            Matrix l = BandReader.await(ahead);
            FactorPanel next = p + 1 < order.size() ? order.get(p + 1) : null;
            ahead = next == null ? null : reader.ahead(next.from(), next.to());
            use.accept(l, order.get(p));
        }
    }

    private void check(Matrix b) {
        if (b.rows() != order() || b.precision() != precision()) {
            throw new IllegalArgumentException("Cholesky: L is %d x %d %s, B is %s %s; expected n x r of that precision".formatted(order(),
                    order(), precision().label(), b.shape(), b.precision().label()));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        reader.close();
    }
}
