package gramflow.gram;

import gramflow.gram.GramPlan.Way;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import gramflow.model.Jacobian;
import gramflow.model.Outputs;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * A tangent kernel: layer by layer from factors, or from rows of the Jacobian that are written out.
 *
 * @param tangent what is asked for
 */
record TangentFactors(Tangent tangent) implements Factors {

    @Override
    public GramPlan plan() {
        Jacobian j = tangent.jacobian();
        Jacobian j2 = tangent.other();
        return GramPlan.tangent(j.model(), j.examples(), j2 == null ? -1 : j2.examples(), tangent.outputs(), tangent.layout(),
                j.value().precision(), tangent.way());
    }

    @Override
    public void compute(Matrix k, Products on, Progress progress) {
        Way way = plan().way();
        if (tangent.layout() == Layout.NNOO && tangent.jacobian().model().outputs() > 1) {
            new PairBlocks(tangent.jacobian().model().outputs(), this, way).compute(k, on, progress);
        } else if (way == Way.EXPLICIT_ROWS) {
            // Rows are far larger than anything else here, and of no use afterwards.
            try (Arena arena = Arena.ofShared()) {
                new PairTiles(List.of(explicit(arena))).computeWhole(k, on, progress);
            }
        } else {
            new PairTiles(pairs()).computeWhole(k, on, progress);
        }
    }

    @Override
    public KernelTiles tiles() {
        if (tangent.layout() != Layout.NONO) {
            throw new IllegalStateException("a tangent kernel in layout " + tangent.layout().label() + " has no blocks, expected "
                    + Layout.NONO.label());
        }
        GramPlan plan = plan();
        return new PairTiles(plan.way() == Way.EXPLICIT_ROWS ? List.of(explicit(Arena.ofAuto())) : pairs(), plan.inputBytes());
    }

    /** One factor of each pair from either Jacobian. */
    List<ProductPair> pairs() {
        List<ProductPair> left = tangent.jacobian().pairs(tangent.outputs());
        Jacobian other = tangent.other();
        if (other == null) {
            return left;
        }
        List<ProductPair> right = other.pairs(tangent.outputs());
        List<ProductPair> both = new ArrayList<>();
        for (int l = 0; l < left.size(); l++) {
            ProductPair a = left.get(l);
            ProductPair b = right.get(l);
            both.add(new ProductPair(a.scale(), a.a(), b.a(), a.shift(), a.repeat(), a.d(), b.d()));
        }
        return both;
    }

    private ProductPair explicit(Arena arena) {
        Jacobian other = tangent.other();
        double scale = tangent.outputs() == Outputs.MEAN ? 1.0 / tangent.jacobian().model().outputs() : 1;
        Strided rows = rows(tangent.jacobian(), arena).strided();
        return new ProductPair(scale, rows, other == null ? rows : rows(other, arena).strided(), 0, 1, null, null);
    }

    /** J written out; for a trace the rows of an example one behind the other, as one row. */
    Matrix rows(Jacobian j, Arena arena) {
        Matrix rows = Matrix.zeros(j.value().precision(), j.rows(), j.cols(), arena);
        j.rows(0, rows);
        if (tangent.outputs() == Outputs.ALL) {
            return rows;
        }
        long length = j.cols() * j.model().outputs();
        return Matrix.over(rows.strided().segment(), rows.precision(), j.examples(), length, length, 1);
    }
}
