package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a user narrows a run to. Each list is what was asked for, in every combination with the others; an empty one leaves that column as the standard
 * rows have it. Where n is given and d is not, d is that of the standard rows of the same n, or n.
 *
 * @param kernels kernels
 * @param n rows
 * @param d columns; only together with n
 * @param threads numbers of threads
 * @param backends names of backends
 * @param precisions element types
 */
public record Question(List<Kernel> kernels, List<Long> n, List<Long> d, List<Integer> threads, List<String> backends,
        List<Precision> precisions) {

    /** Everything. */
    public static final Question ALL = new Question(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if d is given without n, or a number is below 1
     */
    public Question {
        kernels = List.copyOf(kernels);
        n = List.copyOf(n);
        d = List.copyOf(d);
        threads = List.copyOf(threads);
        backends = List.copyOf(backends);
        precisions = List.copyOf(precisions);
        if (n.isEmpty() && !d.isEmpty()) {
            throw new IllegalArgumentException("--d without --n: expected both, or --n alone");
        }
        requirePositive("--n", n);
        requirePositive("--d", d);
        requirePositive("--threads", threads);
    }

    private static void requirePositive(String option, List<? extends Number> values) {
        for (Number value : values) {
            if (value.longValue() < 1) {
                throw new IllegalArgumentException(option + " " + value + ": expected at least 1");
            }
        }
    }

    /** The standard rows, narrowed; without duplicates, in their order. */
    public List<Row> narrow(List<Row> standard) {
        Set<Row> rows = new LinkedHashSet<>();
        for (Row row : standard) {
            if (kernels.isEmpty() || kernels.contains(row.kernel())) {
                vary(row, standard, rows);
            }
        }
        return List.copyOf(rows);
    }

    private void vary(Row row, List<Row> standard, Set<Row> rows) {
        for (String backend : given(backends, row.backend())) {
            for (Precision precision : given(precisions, row.precision())) {
                for (long rowN : given(n, row.n())) {
                    for (long rowD : columns(row, rowN, standard)) {
                        for (int t : given(threads, row.threads())) {
                            boolean tooSlow = backend.equals(StandardRows.SCALAR) && rowN > StandardRows.SCALAR_LIMIT;
                            // Whoever asks for plain loops at a large size by name gets them.
                            if (!tooSlow || (!n.isEmpty() && !backends.isEmpty())) {
                                rows.add(new Row(row.kernel(), backend, precision, rowN, rowD, t));
                            }
                        }
                    }
                }
            }
        }
    }

    private List<Long> columns(Row row, long rowN, List<Row> standard) {
        if (n.isEmpty()) {
            return List.of(row.d());
        }
        if (!d.isEmpty()) {
            return d;
        }
        List<Long> known = new ArrayList<>(
                standard.stream().filter(r -> r.kernel() == row.kernel() && r.n() == rowN).map(Row::d).distinct().toList());
        return known.isEmpty() ? List.of(rowN) : known;
    }

    private static <T> List<T> given(List<T> asked, T standard) {
        return asked.isEmpty() ? List.of(standard) : asked;
    }
}
