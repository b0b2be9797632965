package gramflow.bench.flow;

import gramflow.problem.AffineSet;
import gramflow.problem.Ball;
import gramflow.problem.Box;
import gramflow.problem.ConvexSet;
import gramflow.problem.Halfspace;
import gramflow.problem.Intersection;
import gramflow.problem.Simplex;
import java.util.Arrays;
import java.util.List;

/** Sets by name; joined by {@code +} their intersection. */
public final class ConstraintNames {
    /** The forms, for help and messages. */
    public static final String FORMS = "box:LOW,HIGH, ball:RADIUS, simplex[:TOTAL], halfspace:B (the sum of all coordinates at most B), affine:B (the sum is B); "
            + "joined by +, what is in each of them";

    private ConstraintNames() {
    }

    /**
     * The set of that name.
     *
     * @param p number of parameters
     * @throws IllegalArgumentException in one line
     */
    public static ConvexSet of(String text, int p) {
        List<ConvexSet> sets = Arrays.stream(text.split("\\+", -1)).map(part -> one(Spec.parse(part), p)).toList();
        return sets.size() == 1 ? sets.getFirst() : Intersection.of(sets.toArray(ConvexSet[]::new));
    }

    private static ConvexSet one(Spec spec, int p) {
        double[] ones = new double[p];
        Arrays.fill(ones, 1);
        return switch (spec.name()) {
            case "box" -> {
                spec.requireArguments(2, 2, "box:LOW,HIGH");
                yield Box.cube(p, spec.number(0), spec.number(1));
            }
            case "ball" -> {
                spec.requireArguments(1, 1, "ball:RADIUS");
                yield Ball.around0(p, spec.number(0));
            }
            case "simplex" -> {
                spec.requireArguments(0, 1, "simplex[:TOTAL]");
                yield Simplex.of(spec.number(0, 1));
            }
            case "halfspace" -> {
                spec.requireArguments(1, 1, "halfspace:B");
                yield Halfspace.of(ones, spec.number(0));
            }
            case "affine" -> {
                spec.requireArguments(1, 1, "affine:B");
                yield AffineSet.of(new double[][]{ones}, new double[]{spec.number(0)});
            }
            default -> throw new IllegalArgumentException("'%s': unknown set, expected %s".formatted(spec.text(), FORMS));
        };
    }
}
