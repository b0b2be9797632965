package gramflow.bench.measure;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** The pass over n × n numbers behind two products of a layer, as plain a loop as the JIT makes vectors of. */
final class RowProduct {

    private RowProduct() {
    }

    /**
     * The first {@code count} entries of target ← (left + shift) ∘ right, added to what it holds unless it is the first.
     *
     * @param right or null for ones
     */
    static void add(Matrix left, @Nullable Matrix right, double shift, Matrix target, long count, boolean first) {
        MemorySegment a = left.strided().segment();
        MemorySegment b = right == null ? a : right.strided().segment();
        MemorySegment t = target.strided().segment();
        if (target.precision() == Precision.F64) {
            for (long i = 0; i < count; i++) {
                double old = first ? 0 : t.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                double d = right == null ? 1 : b.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                t.setAtIndex(ValueLayout.JAVA_DOUBLE, i, old + (a.getAtIndex(ValueLayout.JAVA_DOUBLE, i) + shift) * d);
            }
        } else {
            float c = (float) shift;
            for (long i = 0; i < count; i++) {
                float old = first ? 0 : t.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                float d = right == null ? 1 : b.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                t.setAtIndex(ValueLayout.JAVA_FLOAT, i, old + (a.getAtIndex(ValueLayout.JAVA_FLOAT, i) + c) * d);
            }
        }
    }
}
