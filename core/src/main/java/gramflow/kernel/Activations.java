package gramflow.kernel;

import gramflow.machine.Jit;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Activations and their derivatives of the entries of a block, in double precision whatever that of the entries. Pieces are copied to scratch that stays in a first-level
 * cache, because a kernel sees nothing else; a copy takes a tenth of the time of a formula. An entry's results depend on the entry alone, and on whether
 * multiply and add are fused.
 */
public final class Activations {
    /** Entries of a piece: it and its results fit in a first-level cache. */
    private static final int PIECE = 1 << 10;
    /** From one piece in scratch to the next: not a multiple of 4096 bytes, from which a processor would take a load for that of a store nearby. */
    private static final int STRIDE = PIECE + 8;
    /** Pieces of a task: below, handing it out costs more than doing it. */
    private static final int PIECES = 32;

    private static final class OfNumbers {
        static final Activations SCALAR = new Activations(0, Jit.current().fma());
    }

    private record Choice(ActivationFormula formula, Set<ActivationResult> results) {
    }

    private record Output(ActivationResult result, Flat block) {
    }

    private final int bits;
    private final boolean fma;
    /** Few of them are ever asked for. */
    private final ConcurrentMap<Choice, ActivationKernel> kernels = new ConcurrentHashMap<>();

    /**
     * By kernels yet to be generated, each when it is first asked for.
     *
     * @param bits width of a vector, 128, 256 or 512; 0 for plain numbers, as where vectors {@linkplain Jit#comparesVectors cannot be compared}
     * @param fma multiply and add in one rounding: only where the hardware has it
     */
    public Activations(int bits, boolean fma) {
        this.bits = bits;
        this.fma = fma;
    }

    /** By plain loops, which work everywhere; multiply and add are fused where the hardware does that, so that vectors give the same bits. */
    public static Activations scalar() {
        return OfNumbers.SCALAR;
    }

    /**
     * φ, φ′ and φ″ of every entry of z, as far as there is a block for them: of the shape and precision of z, and overlapping neither it nor each other, but one of them may be z
     * itself.
     */
    public void apply(ActivationFormula formula, Strided z, @Nullable Strided value, @Nullable Strided slope, @Nullable Strided curvature,
            Workers workers) {
        // Entry by entry, any order will do: that in which they lie together.
        run(formula, z, 0, null, z.rowStride() < z.colStride(), value, slope, curvature, workers);
    }

    /**
     * The same of every entry of z + scale·1·biasᵀ: the product rounded, then the sum, in the precision of z.
     *
     * @param bias a number for each column of z, one below the other
     */
    public void apply(ActivationFormula formula, Strided z, double scale, Strided bias, @Nullable Strided value, @Nullable Strided slope,
            @Nullable Strided curvature, Workers workers) {
        int cols = Math.toIntExact(z.cols());
        try (Scratch row = Scratch.lease(z.precision(), cols)) {
            Elements.of(z.precision()).readRow(bias.transpose(), 0, 0, row.array(), row.start(), cols);
            run(formula, z, scale, row, false, value, slope, curvature, workers);
        }
    }

    private void run(ActivationFormula formula, Strided z, double scale, @Nullable Scratch bias, boolean byColumns, @Nullable Strided value,
            @Nullable Strided slope, @Nullable Strided curvature, Workers workers) {
        List<Output> outputs = new ArrayList<>();
        add(outputs, ActivationResult.VALUE, value, byColumns);
        add(outputs, ActivationResult.SLOPE, slope, byColumns);
        add(outputs, ActivationResult.CURVATURE, curvature, byColumns);
        Flat from = flat(z, byColumns);
        long length = from.length();
        if (outputs.isEmpty() || length == 0) {
            return;
        }
        ActivationKernel kernel = kernel(formula, outputs);
        long pieces = Math.ceilDiv(length, PIECE);
        boolean single = z.precision() == Precision.F32;
        try (WorkerScratch numbers = new WorkerScratch(Precision.F64, 4 * STRIDE, workers.threads());
                WorkerScratch floats = new WorkerScratch(Precision.F32, PIECE, workers.threads())) {
            workers.forEach(Math.ceilDiv(pieces, PIECES), (task, worker) -> {
                Scratch scratch = numbers.of(worker);
                double[] array = (double[]) scratch.array();
                float @Nullable [] narrow = single ? (float[]) floats.of(worker).array() : null;
                int z0 = scratch.start();
                int results = z0 + STRIDE;
                long end = Math.min(length, (task + 1) * PIECES * PIECE);
                for (long at = task * PIECES * PIECE; at < end; at += PIECE) {
                    int count = (int) Math.min(PIECE, end - at);
                    int whole = Math.ceilDiv(count, ActivationGenerator.STEP) * ActivationGenerator.STEP;
                    Object entries = narrow == null ? array : narrow;
                    int first = narrow == null ? z0 : 0;
                    from.read(at, entries, first, count);
                    if (bias != null) {
                        addBias(scale, bias, at, z, entries, first, count);
                    }
                    if (narrow != null) {
                        widen(narrow, array, z0, count);
                    }
                    kernel.apply(array, z0, whole, results, results + STRIDE, results + 2 * STRIDE);
                    for (Output output : outputs) {
                        write(narrow, array, results + output.result.derivative() * STRIDE, output.block, at, count);
                    }
                }
            });
        }
    }

    private ActivationKernel kernel(ActivationFormula formula, List<Output> outputs) {
        Set<ActivationResult> results = EnumSet.noneOf(ActivationResult.class);
        outputs.forEach(output -> results.add(output.result));
        return kernels.computeIfAbsent(new Choice(formula, results),
                choice -> bits == 0 ? generate(choice, 0) : new WarmingKernel(generate(choice, 0), generate(choice, bits)));
    }

    private ActivationKernel generate(Choice choice, int width) {
        return ActivationGenerator.generate(choice.formula, choice.results, width, fma);
    }

    private static void add(List<Output> outputs, ActivationResult result, @Nullable Strided block, boolean byColumns) {
        if (block != null) {
            outputs.add(new Output(result, flat(block, byColumns)));
        }
    }

    private static Flat flat(Strided block, boolean byColumns) {
        return Flat.of(byColumns ? block.transpose() : block);
    }

    /** Adds to entries of z, from number {@code from} on, what belongs to their columns. */
    private static void addBias(double scale, Scratch bias, long from, Strided z, Object entries, int at, int count) {
        Elements elements = Elements.of(z.precision());
        for (int done = 0; done < count;) {
            int col = (int) ((from + done) % z.cols());
            int piece = (int) Math.min(count - done, z.cols() - col);
            elements.addScaled(entries, at + done, scale, bias.array(), bias.start() + col, piece);
            done += piece;
        }
    }

    private static void widen(float[] floats, double[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] = floats[i];
        }
    }

    private static void write(float @Nullable [] floats, double[] from, int fromAt, Flat to, long at, int count) {
        if (floats == null) {
            to.write(from, fromAt, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            floats[i] = (float) from[fromAt + i];
        }
        to.write(floats, 0, at, count);
    }
}
