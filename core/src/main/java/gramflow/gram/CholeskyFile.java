package gramflow.gram;

import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.spectrum.Cholesky;
import gramflow.spectrum.NotPositiveDefiniteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;

/**
 * K + σI = L·Lᵀ of a K in a file, L to another file, a band of rows after the other. Of a band W, which begins as rows of K, all columns left of the diagonal block are solved for with the panels P of L above,
 * read again for every band:
 *
 * <pre>
 * W[:, P] ← (W[:, P] − W[:, 0:p]·L[P, 0:p]ᵀ)·L[P, P]⁻ᵀ       p the first row of P
 * </pre>
 *
 * then its square is subtracted from the diagonal block, and that is factored in memory. Nothing but large products: n³/3 flops, and n³/(6h) entries read for bands of h rows.
 *
 * <p>As with {@link GramFile}, what is on the disk is journalled with checksums, and the same call goes on after whatever ended the process. Used once.
 */
final class CholeskyFile {
    /** Columns of W that are multiplied at a time: both factors are packed, and W packed whole would take as much memory as W. */
    private static final long DEPTH = 4096;

    private final StoredGram k;
    private final double shift;
    private final Path place;
    private final Path part;
    private final CholeskyPlan plan;
    private final BandLayout layout;
    private final Products on;
    private final Progress progress;

    CholeskyFile(StoredGram k, double shift, Path out, CholeskyPlan plan, Products on, Progress progress) {
        this.k = k;
        this.shift = shift;
        this.place = out.toAbsolutePath();
        this.part = GramFile.beside(place, GramFile.PART);
        this.plan = plan;
        this.layout = plan.layout();
        this.on = on;
        this.progress = progress;
    }

    /**
     * Does what is missing, and gives the file its name.
     *
     * @throws NotPositiveDefiniteException at the first pivot that is not positive; nothing is left then
     * @throws CancellationException if the progress says so; bands that are finished are kept
     * @throws IOException if the machine cannot; bands that are finished are kept
     */
    void run() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("kernel", k.digest());
        fields.put("shift", Double.toHexString(shift));
        fields.put("precision", layout.precision().label());
        fields.put("band-rows", Long.toString(layout.height()));
        fields.put("panel-rows", Long.toString(plan.panelRows()));
        fields.put("numeric-key", on.backend().numericKey(layout.precision()));
        try (Journal journal = Journal.open(GramFile.beside(place, GramFile.JOURNAL), fields)) {
            journal.requireSame(fields);
            boolean done = false;
            boolean refused = false;
            try {
                bands(journal);
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                done = true;
                GramFile.forceFolder(place);
            } catch (NotPositiveDefiniteException e) {
                refused = true;
                throw e;
            } catch (UncheckedIOException e) {
                throw told(Objects.requireNonNull(e.getCause()), journal);
            } catch (IOException e) {
                throw told(e, journal);
            } finally {
                if (done || refused || journal.finished().isEmpty()) {
                    Files.deleteIfExists(part);
                    journal.delete();
                }
            }
        }
    }

    private IOException told(IOException e, Journal journal) {
        return new IOException("%s: %s; %d of %d bands of L are kept".formatted(place, e.getMessage(), journal.finished().size(),
                layout.count()), e);
    }

    private void bands(Journal journal) throws IOException {
        try (BandFile file = BandFile.open(part, PackedHeader.of(layout, PackedHeader.Content.FACTOR), layout);
                FileChannel factor = FileChannel.open(part, StandardOpenOption.READ);
                BandReader reader = new BandReader(factor, PackedHeader.BYTES, layout, Math.min(plan.panelRows(), layout.rows()));
                Arena arena = Arena.ofShared()) {
            MemorySegment buffer = arena.allocate(BandFile.bufferBytes(layout), DirectWriter.BLOCK);
            List<Integer> missing = missing(file, journal, buffer);
            progress.begin("Cholesky", Math.max(1, missing.stream().mapToDouble(this::flops).sum()));
            for (int band : missing) {
                MemorySegment bytes = file.place(band, buffer);
                long width = layout.width(band);
                factor(band, Matrix.over(bytes, layout.precision(), layout.height(band), width, width, 1), reader);
                int checksum = file.write(band, bytes);
                file.force();
                journal.finish(Map.of(band, checksum));
            }
        }
    }

    /** The bands that the file does not have, or not with their checksum. */
    private List<Integer> missing(BandFile file, Journal journal, MemorySegment scratch) throws IOException {
        List<Integer> missing = new ArrayList<>();
        for (int band = 0; band < layout.count(); band++) {
            Integer checksum = journal.finished().get(band);
            if (checksum == null || !file.holds(band, checksum, scratch)) {
                journal.forget(band);
                missing.add(band);
            }
        }
        return missing;
    }

    private double flops(int band) {
        double above = layout.from(band);
        double h = layout.height(band);
        return h * above * above + h * h * above + h * h * h / 3;
    }

    private void factor(int band, Matrix w, BandReader reader) {
        long from = layout.from(band);
        k.lower(from, layout.to(band), w);
        for (long i = 0; i < w.rows(); i++) {
            w.set(i, from + i, w.get(i, from + i) + shift);
        }
        List<FactorPanel> panels = FactorPanel.of(layout, band, plan.panelRows());
        Future<Matrix> ahead = panels.isEmpty() ? null : reader.ahead(panels.getFirst().from(), panels.getFirst().to());
        for (int p = 0; ahead != null; p++) {
            FactorPanel panel = panels.get(p);
            Matrix l = BandReader.await(ahead);
            FactorPanel next = p + 1 < panels.size() ? panels.get(p + 1) : null;
            ahead = next == null ? null : reader.ahead(next.from(), next.to());
            solve(w, l, panel);
            progress.advance((double) w.rows() * panel.rows() * (2 * panel.from() + panel.rows()));
            if (progress.cancelled()) {
                throw new CancellationException();
            }
        }
        diagonal(w, from);
    }

    private void solve(Matrix w, Matrix l, FactorPanel panel) {
        Matrix x = w.block(0, w.rows(), panel.from(), panel.to());
        for (long i = 0; i < panel.from(); i += DEPTH) {
            long end = Math.min(panel.from(), i + DEPTH);
            on.gemm(-1, w.block(0, w.rows(), i, end), l.block(0, l.rows(), i, end).transpose(), 1, x);
        }
        Cholesky.ofFactor(l.block(0, l.rows(), panel.from(), panel.to()), on).solveLower(x.transpose());
    }

    private void diagonal(Matrix w, long from) {
        Matrix block = w.block(0, w.rows(), from, from + w.rows());
        for (long i = 0; i < from; i += DEPTH) {
            on.gram(-1, w.block(0, w.rows(), i, Math.min(from, i + DEPTH)), 1, Triangle.LOWER, block, Progress.NONE);
        }
        try {
            Cholesky.inPlace(block, on, Progress.NONE);
        } catch (NotPositiveDefiniteException e) {
            throw e.inBlockAt(from);
        }
        for (long i = 0; i < block.rows(); i++) {
            for (long j = i + 1; j < block.cols(); j++) {
                block.set(i, j, 0);
            }
        }
        double h = (double) w.rows();
        progress.advance(h * h * from + h * h * h / 3);
    }
}
