package gramflow.bench.command;

import gramflow.backend.Activation;
import gramflow.gram.Gram;
import gramflow.gram.KernelTiles;
import gramflow.gram.Tangent;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Network;
import gramflow.model.Parameterisation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The tangent kernel of a small net, again and again on a thread of its own while examples are read. The JIT then has compiled what the large one runs: until it has, vectors
 * are a hundred times slower, and a product of 10,000 rows would take seconds over its first tiles.
 */
final class Rehearsal implements AutoCloseable {
    /** Rows, columns and lengths: whole tiles of every width. */
    private static final long SIZE = 64;
    private static final int BATCH = 20;
    /** Activations take more calls than products until their vectors are compiled. */
    private static final int ACTIVATIONS = 8;
    private static final double FASTER = 0.9;
    /** It is over when it has not become faster for so long. */
    private static final long PATIENCE_NANOS = 150_000_000;
    private static final long LIMIT_NANOS = 2_000_000_000;
    /** Work that is done sooner than a rehearsal. */
    private static final double SMALL_FLOPS = 2e10;

    private final @Nullable Thread thread;
    private volatile boolean cancelled;

    private Rehearsal(@Nullable Activation activation, Precision precision, Products on) {
        thread = activation == null
                ? null
                : Thread.ofPlatform().daemon().name("gramflow-rehearsal").start(() -> run(activation, precision, on));
    }

    /** Begins, if the options name a model, and returns at once. */
    static Rehearsal of(ModelOptions model, Precision precision, Products on) {
        return new Rehearsal(model.named() ? model.activation() : null, precision, on.withWorkers(Workers.of(1)));
    }

    private void run(Activation activation, Precision precision, Products on) {
        Network network = Network.fullyConnected(new long[]{SIZE, SIZE, SIZE, 1}, activation, Parameterisation.STANDARD, true, 1, 0);
        Matrix w = Matrix.zeros(precision, network.parameters(), 1);
        Jacobian jacobian = network.jacobian(w, Matrix.zeros(precision, SIZE, SIZE), on);
        Matrix k = Matrix.zeros(precision, SIZE, SIZE);
        Matrix z = Matrix.zeros(precision, SIZE, SIZE);
        Matrix slope = Matrix.zeros(precision, SIZE, SIZE);
        long start = System.nanoTime();
        long improved = start;
        long best = Long.MAX_VALUE;
        long now = start;
        while (!cancelled && now - improved < PATIENCE_NANOS && now - start < LIMIT_NANOS) {
            long begin = now;
            for (int call = 0; call < BATCH && !cancelled; call++) {
                jacobian.moveTo(w);
                for (int more = 0; more < ACTIVATIONS; more++) {
                    on.activate(activation, z, z, slope, null);
                }
                KernelTiles tiles = Gram.of(Tangent.of(jacobian)).with(on).tiles();
                try {
                    tiles.compute(0, SIZE, 0, SIZE, k, on, Progress.NONE);
                } catch (IOException e) {
                    throw new IllegalStateException("factors in memory were read from a file", e);
                }
            }
            now = System.nanoTime();
            if (now - begin < FASTER * best) {
                best = now - begin;
                improved = now;
            }
        }
    }

    /** Waits for it if there is so much to do that it pays, else ends it. */
    void awaitFor(double flops) {
        if (thread == null || flops < SMALL_FLOPS) {
            close();
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, without waiting. */
    @Override
    public void close() {
        cancelled = true;
    }
}
