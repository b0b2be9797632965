package gramflow.backend.differential;

/**
 * The main class of a JVM with a heap that cannot hold a packed copy of the factors: a backend that packs must then do so piece by piece. Prints a line for
 * each {@link Subject} that holds.
 */
final class SmallHeap {
    /** Over 2,048 products, 64 MiB of heap suffice for a few hundred of these rows at a time. */
    private static final Shape SHAPE = new Shape(1100, 1100, 2049);

    private SmallHeap() {
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
    }
}
