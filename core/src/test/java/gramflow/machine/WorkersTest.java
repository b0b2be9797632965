package gramflow.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The timeout only ends a test that would otherwise hang for ever: a task lost, a caller never woken. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyTaskIsDoneOnce(int threads) {
        try (Workers workers = Workers.of(threads)) {
            for (int tasks : new int[]{0, 1, 2, 6, 7, 8, 1000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(tasks);
                workers.forEach(tasks, (index, worker) -> done.incrementAndGet(Math.toIntExact(index)));
                for (int i = 0; i < tasks; i++) {
                    assertThat(done.get(i)).as("task %d of %d", i, tasks).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void whatTasksWroteIsSeenByTheCaller(int threads) {
        try (Workers workers = Workers.of(threads)) {
            for (int round = 0; round < 200; round++) {
                long[] plain = new long[64];
                workers.forEach(plain.length, (index, worker) -> plain[(int) index] = index + 1);
                for (int i = 0; i < plain.length; i++) {
                    assertThat(plain[i]).isEqualTo(i + 1);
                }
            }
        }
    }

    @Test
    void noTwoTasksHaveOneWorkerNumberAtATime() {
        int threads = 7;
        try (Workers workers = Workers.of(threads)) {
            AtomicIntegerArray busy = new AtomicIntegerArray(threads);
            AtomicBoolean shared = new AtomicBoolean();
            workers.forEach(5000, (index, worker) -> {
                if (busy.incrementAndGet(worker) != 1) {
                    shared.set(true);
                }
                Thread.onSpinWait();
                busy.decrementAndGet(worker);
            });
            assertThat(shared).isFalse();
        }
    }

    @Test
    void tasksAreDoneOnSeveralThreadsAtOnce() {
        try (Workers workers = Workers.of(3)) {
            CountDownLatch all = new CountDownLatch(3);
            workers.forEach(3, (index, worker) -> {
                all.countDown();
                awaitQuietly(all);
            });
            assertThat(all.getCount()).isZero();
        }
    }

    @Test
    void oneThreadIsTheCallerItself() {
        try (Workers workers = Workers.of(1)) {
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            workers.forEach(10, (index, worker) -> {
                seen.add(Thread.currentThread());
                assertThat(worker).isZero();
            });
            assertThat(seen).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void fewerThanOneThreadIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Workers.of(0)).withMessage("threads: 0, expected at least 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void anExceptionReachesTheCallerAndTheRestIsNotBegun(int threads) {
        try (Workers workers = Workers.of(threads)) {
            AtomicLong begun = new AtomicLong();
            IllegalStateException thrown = new IllegalStateException("task 10");
            assertThatThrownBy(() -> workers.forEach(1L << 40, (index, worker) -> {
                begun.incrementAndGet();
                if (index == 10) {
                    throw thrown;
                }
            })).isSameAs(thrown);
            assertThat(begun.get()).isBetween(11L, 1L << 39);
            assertWorking(workers);
        }
    }

    @Test
    void theMostTasksThereCanBeEndWithAnExceptionAsWell() {
        try (Workers workers = Workers.of(7)) {
            for (int round = 0; round < 50; round++) {
                AtomicBoolean negative = new AtomicBoolean();
                assertThatThrownBy(() -> workers.forEach(Long.MAX_VALUE, (index, worker) -> {
                    if (index < 0) {
                        negative.set(true);
                    }
                    throw new IllegalStateException("at once");
                })).hasMessage("at once");
                assertThat(negative).isFalse();
            }
        }
    }

    @Test
    void anErrorReachesTheCallerAsItIs() {
        try (Workers workers = Workers.of(2)) {
            OutOfMemoryError thrown = new OutOfMemoryError("a task's");
            assertThatThrownBy(() -> workers.forEach(100, (index, worker) -> {
                throw thrown;
            })).isSameAs(thrown);
            assertWorking(workers);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCheckedExceptionThrownPastTheCompilerIsNotLost(int threads) {
        try (Workers workers = Workers.of(threads)) {
            InterruptedException thrown = new InterruptedException("past the compiler");
            assertThatThrownBy(() -> workers.forEach(100, (index, worker) -> WorkersTest.<RuntimeException>throwAny(thrown)))
                    .isSameAs(thrown);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aTaskMayHandOutTasks(int threads) {
        try (Workers workers = Workers.of(threads)) {
            AtomicLong sum = new AtomicLong();
            workers.forEach(20, (outer, worker) -> workers.forEach(30, (inner, innerWorker) -> workers.forEach(3,
                    (innermost, innermostWorker) -> sum.addAndGet(outer * 1000 + inner * 10 + innermost))));
            assertThat(sum.get()).isEqualTo(190L * 1000 * 90 + 435L * 10 * 60 + 3L * 600);
        }
    }

    @Test
    void anExceptionOfANestedTaskReachesTheOuterCaller() {
        try (Workers workers = Workers.of(3)) {
            assertThatThrownBy(() -> workers.forEach(20, (outer, worker) -> workers.forEach(20, (inner, innerWorker) -> {
                if (outer == 7 && inner == 7) {
                    throw new IllegalStateException("innermost");
                }
            }))).hasMessage("innermost");
            assertWorking(workers);
        }
    }

    @Test
    void severalCallersShareTheThreads() throws InterruptedException {
        try (Workers workers = Workers.of(3)) {
            List<Thread> callers = new ArrayList<>();
            AtomicLong done = new AtomicLong();
            for (int caller = 0; caller < 5; caller++) {
                callers.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 100; round++) {
                        workers.forEach(37, (index, worker) -> done.incrementAndGet());
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(done.get()).isEqualTo(5L * 100 * 37);
        }
    }

    @Test
    void aCallerMakesHeadwayWhileTheOthersAreBusyElsewhere() throws InterruptedException {
        try (Workers workers = Workers.of(2)) {
            CountDownLatch begun = new CountDownLatch(2);
            CountDownLatch release = new CountDownLatch(1);
            Thread blocking = Thread.ofPlatform().start(() -> workers.forEach(2, (index, worker) -> {
                begun.countDown();
                awaitQuietly(release);
            }));
            begun.await();
            assertWorking(workers);
            release.countDown();
            blocking.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void anInterruptOfTheCallerIsKeptAndTheWorkFinished(int threads) {
        try (Workers workers = Workers.of(threads)) {
            AtomicLong done = new AtomicLong();
            Thread.currentThread().interrupt();
            workers.forEach(1000, (index, worker) -> done.incrementAndGet());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done.get()).isEqualTo(1000);
        }
    }

    @Test
    void closeEndsTheThreads() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        try (Workers workers = Workers.of(3)) {
            workers.forEach(3, (index, worker) -> {
                seen.add(Thread.currentThread());
                all.countDown();
                awaitQuietly(all);
            });
        }
        seen.remove(Thread.currentThread());
        assertThat(seen).hasSize(2);
        for (Thread helper : seen) {
            assertThat(helper.isDaemon()).isTrue();
            assertThat(helper.join(java.time.Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void afterCloseTheCallerDoesEverythingItself() {
        Workers workers = Workers.of(3);
        workers.close();
        assertWorking(workers);
        workers.close();
    }

    @Test
    void sharedWorkersAreNeverClosed() {
        assertThatIllegalStateException().isThrownBy(() -> Workers.shared().close());
        assertThat(Workers.shared()).isSameAs(Workers.shared());
        assertThat(Workers.shared().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    private static void assertWorking(Workers workers) {
        AtomicLong done = new AtomicLong();
        workers.forEach(100, (index, worker) -> done.incrementAndGet());
        assertThat(done.get()).isEqualTo(100);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
