package gramflow.matrix;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class LeftoversTest {
    private final AtomicInteger collections = new AtomicInteger();

    @Test
    void askForACollectionWheneverThatMuchHasBeenMade() {
        Leftovers leftovers = new Leftovers(100, collections::incrementAndGet);
        leftovers.making(60);
        assertThat(collections).hasValue(0);
        leftovers.making(60);
        assertThat(collections).hasValue(1);
        leftovers.making(60);
        assertThat(collections).hasValue(1);
    }

    @Test
    void askForNoneRightAfterOne() {
        Leftovers leftovers = new Leftovers(100, collections::incrementAndGet);
        System.gc();
        leftovers.making(200);
        assertThat(collections).hasValue(0);
        leftovers.making(200);
        assertThat(collections).hasValue(1);
    }

    @Test
    void oneMatrixOfMoreThanThatIsOneReason() {
        Leftovers leftovers = new Leftovers(100, collections::incrementAndGet);
        leftovers.making(1L << 40);
        leftovers.making(1);
        assertThat(collections).hasValue(1);
    }
}
