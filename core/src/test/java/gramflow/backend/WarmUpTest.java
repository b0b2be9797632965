package gramflow.backend;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class WarmUpTest {

    @Test
    void everyPieceIsCalledAsOftenAsC2Asks() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        WarmUp.untilSteady(List.of(first::incrementAndGet, second::incrementAndGet));
        assertThat(first.get()).isGreaterThanOrEqualTo(10_000).isEqualTo(second.get());
    }
}
