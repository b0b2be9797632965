package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A band of rows of every factor on one side of a sum of {@linkplain ProductPair pairs}, packed {@linkplain Packed#onUse on use}: as the left factors, as the right ones, or as both.
 *
 * @param a of each pair, rows {@code from/repeat} on
 * @param d of each pair, rows {@code from} on; null where there is none
 * @param from the band's first row
 */
record PackedRows(List<Packed> a, List<@Nullable Packed> d, long from) implements AutoCloseable {

    /**
     * Will pack rows {@code from ≤ i < to} of A and D, or of A′ and D′.
     *
     * @param second whether it is A′ and D′
     */
    static PackedRows of(List<ProductPair> pairs, boolean second, long from, long to, BlockSizes blocks, Tile tile, MicroKernel kernel,
            Workers workers) {
        PackedRows rows = new PackedRows(new ArrayList<>(pairs.size()), new ArrayList<>(pairs.size()), from);
        try {
            for (ProductPair pair : pairs) {
                int r = pair.repeat();
                Strided a = second ? pair.a2() : pair.a();
                Strided d = second ? pair.d2() : pair.d();
                rows.a.add(pack(a.block(from / r, Math.ceilDiv(to, r), 0, a.cols()), blocks, tile, kernel, workers));
                rows.d.add(d == null ? null : pack(d.block(from, to, 0, d.cols()), blocks, tile, kernel, workers));
            }
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
        return rows;
    }

    private static Packed pack(Strided x, BlockSizes blocks, Tile tile, MicroKernel kernel, Workers workers) {
        return Packed.onUse(x, blocks.blockOf((int) x.cols(), tile.unroll()), tile, kernel, workers);
    }

    /** Row of the packed A that goes with row {@code i} of the band. */
    long rowOfA(long i, int repeat) {
        return (from + i) / repeat - from / repeat;
    }

    /** Length of the longest block of any factor. */
    int longestBlock() {
        int longest = 1;
        for (int l = 0; l < a.size(); l++) {
            Packed second = d.get(l);
            longest = Math.max(longest, Math.max(a.get(l).block(), second == null ? 0 : second.block()));
        }
        return longest;
    }

    /** Columns of all factors' panels together. */
    long depth() {
        long depth = 0;
        for (int l = 0; l < a.size(); l++) {
            Packed second = d.get(l);
            depth += a.get(l).depth() + (second == null ? 0 : second.depth());
        }
        return depth;
    }

    /** What packing has taken since it was last asked, in nanoseconds, all threads together. */
    long nanos() {
        long nanos = 0;
        for (int l = 0; l < a.size(); l++) {
            Packed second = d.get(l);
            nanos += a.get(l).nanos() + (second == null ? 0 : second.nanos());
        }
        return nanos;
    }

    @Override
    public void close() {
        a.forEach(Packed::close);
        for (Packed packed : d) {
            if (packed != null) {
                packed.close();
            }
        }
    }
}
