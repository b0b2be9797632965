package gramflow.bench.compare;

import gramflow.bench.report.ResultDocument;

/**
 * A result file.
 *
 * @param name what to call it: its path, as the user gave it
 * @param document what is in it
 */
public record Run(String name, ResultDocument document) {
}
