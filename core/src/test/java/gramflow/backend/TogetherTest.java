package gramflow.backend;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TogetherTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyThreadDoesEveryRepeat(int threads) {
        Set<String> done = ConcurrentHashMap.newKeySet();
        double rate = Together.bestRate(threads, 3, (thread, repeat) -> {
            done.add(thread + "/" + repeat);
            return 1;
        });
        assertThat(done).hasSize(3 * threads);
        assertThat(rate).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void noThreadBeginsARepeatBeforeAllHaveEndedTheLast(int threads) {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();
        Together.bestRate(threads, 20, (thread, repeat) -> {
            if (ended.get() < repeat * threads) {
                early.incrementAndGet();
            }
            ended.incrementAndGet();
            return 1;
        });
        assertThat(early).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void failureOnAnyThreadIsThrownAndNobodyWaitsForEver(int threads) {
        assertThatThrownBy(() -> Together.bestRate(threads, 5, (thread, repeat) -> {
            if (thread == threads - 1 && repeat == 2) {
                throw new IllegalArgumentException("thread " + thread);
            }
            return 1;
        })).isInstanceOf(IllegalStateException.class).hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("thread " + (threads - 1));
    }
}
