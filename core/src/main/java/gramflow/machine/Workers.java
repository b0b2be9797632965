package gramflow.machine;

import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share out numbered tasks. The calling thread is one of them: {@code Workers.of(1)} starts none. Any thread may call
 * {@link #forEach} at any time, also from inside a task; jobs then share the threads, and a caller always makes headway by itself.
 *
 * <p>A thread that has nothing to do looks out for work for a fifth of a millisecond before it sleeps, if there are CPUs for all: to be woken takes longer than many a job. (On two threads of a virtual machine, Zen 5,
 * gram of 256 x 256 doubles 1.4 times, Cholesky of 1024 x 1024 1.2 times as fast.)
 *
 * <p>Tasks are handed out in order of number, but to whichever worker is free: a result that must not depend on the number of threads must be a
 * function of the task's number alone.
 */
public final class Workers implements AutoCloseable {

    /** Does one task. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does task {@code index}.
         *
         * @param index number of the task
         * @param worker which of at most {@link Workers#threads()} workers of this job does it, for scratch memory of its own
         */
        void run(long index, int worker);
    }

    /** How long a thread looks out for work before it sleeps, nanoseconds. */
    private static final long AWAKE = 200_000;

    private static final AtomicInteger POOLS = new AtomicInteger();

    private final int threads;
    /** {@link #AWAKE}, or 0 if threads take turns on CPUs. */
    private final long awake;
    private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Thread[] helpers;

    private Workers(int threads) {
        this.threads = threads;
        this.awake = threads <= Runtime.getRuntime().availableProcessors() ? AWAKE : 0;
        this.helpers = new Thread[threads - 1];
        int pool = POOLS.incrementAndGet();
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = Thread.ofPlatform().daemon().name("gramflow-" + pool + "-" + (i + 1)).start(this::help);
        }
    }

    /**
     * Workers on {@code threads} threads, the caller included; the others are daemons and end on {@link #close}.
     *
     * @throws IllegalArgumentException if {@code threads < 1}
     */
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
        }
        return new Workers(threads);
    }

    /** Workers on as many threads as this process may use CPUs; made on first use, shared, and never to be closed. */
    public static Workers shared() {
        return Shared.WORKERS;
    }

    private static final class Shared {
        static final Workers WORKERS = new Workers(Runtime.getRuntime().availableProcessors());
    }

    /** Number of threads a job can use, the caller included. */
    public int threads() {
        return threads;
    }

    /**
     * Does tasks {@code 0 … tasks − 1}, each once, and returns when all are done. If tasks throw, the rest are not begun and the first exception is
     * thrown here.
     */
    public void forEach(long tasks, Task task) {
        Objects.requireNonNull(task);
        if (threads == 1 || tasks == 1) {
            for (long i = 0; i < tasks; i++) {
                task.run(i, 0);
            }
            return;
        }
        Job job = new Job(tasks, task);
        long others = Math.min(tasks - 1, helpers.length);
        for (long i = 0; i < others; i++) {
            queue.add(job);
        }
        job.work();
        // Helpers that have not yet looked at the job would find nothing to do: don't wait for them.
        queue.removeIf(waiting -> waiting == job);
        job.await(awake);
    }

    private void help() {
        try {
            while (true) {
                next().work();
            }
        } catch (InterruptedException e) {
            // close() asks the helpers to end.
        }
    }

    private Job next() throws InterruptedException {
        Job job = queue.poll();
        for (long since = System.nanoTime(); job == null && System.nanoTime() - since < awake; job = queue.poll()) {
            Thread.onSpinWait();
        }
        return job == null ? queue.take() : job;
    }

    /** Ends the threads once they have finished the tasks in hand. */
    @Override
    public void close() {
        if (this == Shared.WORKERS) {
            throw new IllegalStateException("the shared workers are never closed");
        }
        for (Thread helper : helpers) {
            helper.interrupt();
        }
    }

    private static final class Job {
        private final long tasks;
        private final Task task;
        private final Thread caller = Thread.currentThread();
        private final AtomicLong next = new AtomicLong();
        private final AtomicInteger joined = new AtomicInteger();
        private final AtomicInteger working = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Job(long tasks, Task task) {
            this.tasks = tasks;
            this.task = task;
        }

        /** A task that nobody has begun; {@code tasks} if there is none. The count stops there: it must not run over. */
        private long take() {
            return next.getAndUpdate(i -> i < tasks ? i + 1 : tasks);
        }

        void work() {
            working.incrementAndGet();
            try {
                int worker = -1;
                for (long i = take(); i < tasks; i = take()) {
                    if (worker < 0) {
                        worker = joined.getAndIncrement();
                    }
                    task.run(i, worker);
                }
            } catch (Throwable t) {
                next.set(tasks);
                failure.compareAndSet(null, t);
            } finally {
                if (working.decrementAndGet() == 0) {
                    LockSupport.unpark(caller);
                }
            }
        }

        /** Called by the caller after its own {@link #work}: all tasks are begun, some may still run. */
        void await(long awake) {
            for (long since = System.nanoTime(); working.get() > 0 && System.nanoTime() - since < awake;) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            while (working.get() > 0) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable t = failure.get();
            if (t != null) {
                Job.<RuntimeException>rethrow(t);
            }
        }

        /** Throws it as it is: a task declares no checked exception, but may throw one past the compiler. */
        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void rethrow(Throwable t) throws T {
            throw (T) t;
        }
    }
}
