package gramflow.bench.peers;

import gramflow.bench.measure.Findings;
import java.util.List;

/**
 * What a comparison with other libraries has found, whole or so far.
 *
 * @param rows ours and theirs, as rows of a benchmark
 * @param pairs what each pair of rows says
 * @param notes libraries that were left out, or not set up, and why; one a line
 */
public record PairFindings(Findings rows, List<PairResult> pairs, List<String> notes) {

    /** Copies the lists. */
    public PairFindings {
        pairs = List.copyOf(pairs);
        notes = List.copyOf(notes);
    }
}
