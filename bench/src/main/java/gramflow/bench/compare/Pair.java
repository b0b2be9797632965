package gramflow.bench.compare;

import gramflow.bench.report.ResultLine;

/**
 * Two rows that did the same.
 *
 * @param base the row of the first file
 * @param row the row of the other
 * @param speed by what factor that is faster
 * @param share the same of the shares of each row's own roof: what is left when one machine is simply faster than the other
 */
public record Pair(ResultLine base, ResultLine row, Ratio speed, Ratio share) {

    /** Whether the other row is faster. */
    public Finding verdict() {
        return Finding.of(speed);
    }

    /** Whether the other row is nearer to its roof: reads faster, slower or cannot tell as higher, lower or cannot tell. */
    public Finding shareVerdict() {
        return Finding.of(share);
    }

    /** Who computed: one name, or two. */
    public String backends() {
        return base.backend().equals(row.backend()) ? base.backend() : base.backend() + " → " + row.backend();
    }
}
