package gramflow.bench.peers;

import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of ours held against a library.
 *
 * @param ours our figures, of all forks of the row
 * @param theirs the library's; {@code setup} in it begins with how it was set up
 * @param peer the library
 * @param setup how it was set up
 * @param ratios their time over ours in each pair: above 1, we are faster
 */
public record PairResult(Result ours, Result theirs, Peer peer, Setup setup, List<Double> ratios) {

    /** Copies the list. */
    public PairResult {
        ratios = List.copyOf(ratios);
    }

    /** The median ratio, with a 95 % interval by a bootstrap over pairs; null if no pair was had. */
    public @Nullable Estimate ratio() {
        return ratios.isEmpty() ? null : Estimate.of(ratios.stream().map(List::of).toList());
    }
}
