package gramflow.bench.measure;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class WarmUpTest {

    @Test
    void kernelIsCalledAgainAndAgain() {
        AtomicInteger calls = new AtomicInteger();
        WarmUp.untilSteady(calls::incrementAndGet);
        assertThat(calls.get()).isGreaterThan(1000);
    }
}
