package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;

/** Longer copies of lists that do not change. */
final class Lists {
    private Lists() {
    }

    static <T> List<T> plus(List<T> list, T one) {
        return plusAll(list, List.of(one));
    }

    static <T> List<T> plusAll(List<T> list, List<? extends T> more) {
        List<T> longer = new ArrayList<>(list);
        longer.addAll(more);
        return List.copyOf(longer);
    }
}
