package gramflow.backend.differential;

import gramflow.memory.Precision;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The circumstances in which products are compared: lists of cases, the same on every run. */
final class Cases {
    private static final double[] ALPHAS = {1, 0, -2.5};
    private static final double[] BETAS = {0, 1, -0.5};

    private Cases() {
    }

    /** Every shape once, each under circumstances drawn by lot from all of them. */
    static Stream<Case> drawn(Operation operation, Precision precision, List<Shape> shapes) {
        return Shape.forOperation(operation, shapes).stream().map(s -> draw(plain(operation, precision, s)));
    }

    /** One shape with every layout of each block beside every layout of the others, on the heap and outside. */
    static Stream<Case> layouts(Operation operation, Precision precision) {
        Layout[] seconds = operation.symmetric() ? new Layout[]{Layout.ROWS} : Layout.values();
        return Stream.of(Layout.values()).flatMap(first -> Stream.of(seconds)
                .flatMap(second -> Stream.of(Layout.WRITABLE).flatMap(result -> Stream.of(Placement.values())
                        .map(placement -> plain(operation, precision, new Shape(19, 19, 13)).withLayouts(first, second, result)
                                .withPlacement(placement)))));
    }

    /** A few shapes with every α, β and part of C, in every placement. */
    static Stream<Case> factors(Operation operation, Precision precision) {
        return plain(operation, precision, Shape.few())
                .flatMap(c -> operation.parts().stream()
                        .flatMap(part -> Stream.of(Placement.values()).flatMap(placement -> Stream.of(1, 0, -2.5)
                                .flatMap(alpha -> Stream.of(0, 1, -0.5, 3).map(beta -> c.withPart(part).withPlacement(placement)
                                        .withFactors(alpha.doubleValue(), beta.doubleValue()))))));
    }

    /** Every shape once, under circumstances drawn by lot, with entries whose sums are rounded. */
    static Stream<Case> rounded(Operation operation, Precision precision, List<Shape> shapes) {
        return plain(operation, precision, shapes).map(c -> draw(c.withEntries(c.seed() % 2 == 0 ? Entries.UNIFORM : Entries.WIDE)));
    }

    /** A few shapes with entries for which α and β must be powers of two, several seeds of each. */
    static Stream<Case> extreme(Operation operation, Precision precision, Entries entries, int seeds) {
        return plain(operation, precision, Shape.few()).flatMap(c -> Stream.iterate(1, seed -> seed + 1).limit(seeds)
                .map(seed -> draw(c.withEntries(entries).withSeed(seed)).withFactors(seed % 2 == 0 ? 1 : 2, seed % 3 == 0 ? 1 : 0)));
    }

    /** Every shape row after row on the heap. */
    static Stream<Case> plain(Operation operation, Precision precision, List<Shape> shapes) {
        return Shape.forOperation(operation, shapes).stream().map(s -> plain(operation, precision, s));
    }

    private static Case plain(Operation operation, Precision precision, Shape s) {
        return Case.of(operation, precision, s.m(), s.n(), s.k());
    }

    /** The case under circumstances drawn by lot; the lot follows from its shape and seed. */
    private static Case draw(Case c) {
        SplittableRandom random = new SplittableRandom(31 * (31 * (31 * c.m() + c.n()) + c.k()) + c.seed());
        return c.withLayouts(drawn(Layout.values(), random), drawn(Layout.values(), random), drawn(Layout.WRITABLE, random))
                .withPlacement(drawn(Placement.values(), random))
                .withFactors(ALPHAS[random.nextInt(ALPHAS.length)], BETAS[random.nextInt(BETAS.length)])
                .withPart(c.operation().parts().get(random.nextInt(c.operation().parts().size())));
    }

    /** One of them, by lot. */
    static <T> T drawn(T[] values, SplittableRandom random) {
        return values[random.nextInt(values.length)];
    }
}
