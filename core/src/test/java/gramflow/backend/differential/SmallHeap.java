package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The main class of a JVM with a heap that cannot hold a packed copy of the factors: a backend that packs must then do so piece by piece. Prints a line for
 * each {@link Subject} and each {@link Hadamard} that holds.
 */
final class SmallHeap {
    /** Over 2,048 products, 64 MiB of heap suffice for a few hundred of these rows at a time. */
    private static final Shape SHAPE = new Shape(1100, 1100, 2049);

    private SmallHeap() {
    }

    /** A backend's sums of pairs of products. */
    record Hadamard(Backend backend, Precision precision) {
        @Override
        public String toString() {
            return backend.name() + " hadamard " + precision.label();
        }
    }

    static Stream<Hadamard> hadamards() {
        return Subject.backends().filter(backend -> !backend.name().equals("scalar"))
                .flatMap(backend -> Stream.of(Precision.values()).map(precision -> new Hadamard(backend, precision)));
    }

    /** No arguments. */
    public static void main(String[] args) {
        try (Differential differential = new Differential()) {
            // The scalar reference packs nothing, and would take a minute.
            Subject.all().filter(s -> !s.backend().name().equals("scalar")).forEach(s -> {
                for (Part part : s.operation().parts()) {
                    differential.check(s.backend(), Case.of(s.operation(), s.precision(), SHAPE.m(), SHAPE.n(), SHAPE.k()).withPart(part)
                            .withPlacement(Placement.OFF_HEAP));
                }
                System.out.println(s);
            });
        }
        hadamards().forEach(s -> {
            for (int repeat : new int[]{1, 3}) {
                // An eighth of the heap holds a band of 256 rows of the one, A's being a repeat-th of their length; not one of the other.
                check(s, repeat, 27_200 / s.precision().bytes() * repeat / (repeat + 1));
                check(s, repeat, 40_000 / s.precision().bytes());
            }
            System.out.println(s);
        });
    }

    /** Two pairs, one of them of long rows, beside whole products of small integers. */
    private static void check(Hadamard s, int repeat, int p) {
        int examples = 291 / repeat;
        int n = examples * repeat;
        List<ProductPair> pairs = List.of(pair(repeat, block(s.precision(), examples, p), block(s.precision(), n, 3)),
                pair(repeat, block(s.precision(), examples, 2), block(s.precision(), n, p)));
        Strided k = Guarded.of(Placement.OFF_HEAP, s.precision(), n, n, Layout.ROWS).block();
        try (Workers workers = Workers.of(2)) {
            s.backend().hadamard(pairs, 0, Triangle.BOTH, k, workers, Progress.NONE);
            for (ProductPair pair : pairs) {
                Strided d = Objects.requireNonNull(pair.d());
                Strided left = Guarded.of(Placement.OFF_HEAP, s.precision(), examples, examples, Layout.ROWS).block();
                Strided right = Guarded.of(Placement.OFF_HEAP, s.precision(), n, n, Layout.ROWS).block();
                s.backend().gram(1, pair.a(), 0, Triangle.BOTH, left, workers, Progress.NONE);
                s.backend().gram(1, d, 0, Triangle.BOTH, right, workers, Progress.NONE);
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        k.set(i, j, k.get(i, j) - (left.get(i / repeat, j / repeat) + 1) * right.get(i, j));
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (k.get(i, j) != 0) {
                    throw new AssertionError("%s: (%d, %d) off by %s, repeat %d, inner %d".formatted(s, i, j, k.get(i, j), repeat, p));
                }
            }
        }
    }

    private static ProductPair pair(int repeat, Strided a, Strided d) {
        return new ProductPair(1, a, a, 1, repeat, d, d);
    }

    private static Strided block(Precision precision, long rows, long cols) {
        Strided block = Guarded.of(Placement.OFF_HEAP, precision, rows, cols, Layout.ROWS).block();
        Entries.INTEGERS.fillInput(block, new SplittableRandom(rows + cols));
        return block;
    }
}
