package gramflow.kernel;

import gramflow.machine.Jit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A loop that skipped memory would raise the roof. */
final class ReadLoopsTest {

    static Stream<ReadLoop> loops() {
        List<ReadLoop> loops = new ArrayList<>(ReadLoops.of(false));
        if (Jit.current().vectorModule()) {
            loops.addAll(ReadLoops.of(true));
        }
        return loops.stream();
    }

    /** The loops over vectors return one lane of their sum: that of every first of as many words as a vector holds. */
    @ParameterizedTest
    @MethodSource("loops")
    void everyWordIsReadOnce(ReadLoop loop) {
        int lanes = loop.name().startsWith("vectors") ? Jit.current().widestVectorBits() / Long.SIZE : 1;
        for (long granules : new long[]{1, 3, 70}) {
            MemorySegment memory = Arena.ofAuto().allocate(granules * ReadLoop.GRANULE, 64);
            SplittableRandom random = new SplittableRandom(granules);
            long expected = 0;
            for (long word = 0; word < memory.byteSize() / Long.BYTES; word++) {
                long value = random.nextLong();
                memory.setAtIndex(ValueLayout.JAVA_LONG, word, value);
                expected += word % lanes == 0 ? value : 0;
            }
            assertThat(loop.body().read(memory)).as("%s, %d granules", loop.name(), granules).isEqualTo(expected);
        }
    }
}
