package gramflow.gram;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of L that are read and used at a time: part of a band, so that a band itself can be as high as the memory allows.
 *
 * @param from first row
 * @param to the row after the last
 */
record FactorPanel(long from, long to) {

    /**
     * All before a band, in order.
     *
     * @param bands how many bands, from the first on
     * @param rows of a panel at most
     */
    static List<FactorPanel> of(BandLayout layout, int bands, long rows) {
        List<FactorPanel> panels = new ArrayList<>();
        for (int band = 0; band < bands; band++) {
            for (long i = layout.from(band); i < layout.to(band); i += rows) {
                panels.add(new FactorPanel(i, Math.min(layout.to(band), i + rows)));
            }
        }
        return panels;
    }

    long rows() {
        return to - from;
    }
}
