package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Which bands a run computes, in what order, and what is left of each when mirror images are staged: in the part of the file that band c will fill, right of what it needs itself, lies for each band r below it that this
 * run has computed the block K[c, r], row-major in itself. Whatever an earlier run has staged is not believed: those blocks are computed.
 */
final class Staging {
    private final BandLayout layout;
    private final List<Integer> order;
    private final BitSet mine = new BitSet();

    /** Columns that are computed at a stretch. */
    record Columns(long from, long to) {
    }

    /**
     * Of a run.
     *
     * @param bands those that it computes
     */
    Staging(BandLayout layout, List<Integer> bands) {
        this.layout = layout;
        bands.forEach(mine::set);
        order = layout.kind() == Kind.STAGED ? bands.stream().sorted(Comparator.reverseOrder()).toList() : List.copyOf(bands);
    }

    /** All bands, in the order in which they are computed. */
    List<Integer> order() {
        return order;
    }

    /** Bands above, whose rows this one's mirror image is a part of, and which are still to come. */
    List<Integer> above(int band) {
        return layout.kind() == Kind.STAGED ? mine.stream().filter(other -> other < band).boxed().toList() : List.of();
    }

    /** Bands below that have staged their mirror image in this one's part of the file. */
    List<Integer> below(int band) {
        return layout.kind() == Kind.STAGED ? mine.stream().filter(other -> other > band).boxed().toList() : List.of();
    }

    /** Columns right of the diagonal block that nobody has staged. */
    List<Columns> missing(int band) {
        List<Columns> missing = new ArrayList<>();
        if (layout.kind() == Kind.STAGED) {
            int next;
            for (int other = mine.nextClearBit(band + 1); other < layout.count(); other = mine.nextClearBit(next)) {
                next = mine.nextSetBit(other);
                next = next < 0 ? layout.count() : next;
                missing.add(new Columns(layout.from(other), layout.to(next - 1)));
            }
        }
        return missing;
    }

    /** Flops of all that the run computes. */
    double flops(long inner) {
        double flops = 0;
        for (int band : order) {
            flops += layout.flops(band, inner);
            for (Columns columns : missing(band)) {
                flops += 2.0 * inner * layout.height(band) * (columns.to - columns.from);
            }
        }
        return flops;
    }

    /** Where in the file, counted from the first entry, the mirror image of {@code below} is in the part of {@code band}; at a multiple of a block if there is room for it. */
    long position(int band, int below, long dataStart) {
        long bytes = layout.height(band) * layout.precision().bytes();
        long begin = layout.offset(band, layout.from(band));
        long unaligned = (dataStart + begin) % DirectWriter.BLOCK;
        boolean room = layout.to(band) * bytes >= DirectWriter.BLOCK;
        long base = begin + (room && unaligned > 0 ? DirectWriter.BLOCK - unaligned : 0);
        return base + (layout.from(below) - layout.to(band)) * bytes;
    }
}
