package gramflow.blas;

import gramflow.machine.PropertyException;
import gramflow.machine.Workers;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Who brings the threads. Our workers do, and each call into the library is on one thread: with threads of its own a library gives other bits on two of them than on one, as
 * OpenBLAS was seen to do in 297 products of 400. The property {@value #PROPERTY} set to {@code library} has it the library's way: for comparisons.
 */
final class Threading {
    /** System property: {@code workers}, which is the default, or {@code library}. */
    static final String PROPERTY = "gramflow.blas.threads";

    private static final Workers CALLER = Workers.of(1);

    private final boolean ofLibrary;
    private final boolean oneAtATime;
    private final IntConsumer setter;
    private final ReentrantLock lock = new ReentrantLock();
    private int current = 1;

    private Threading(boolean ofLibrary, boolean oneAtATime, IntConsumer setter) {
        this.ofLibrary = ofLibrary;
        this.oneAtATime = oneAtATime;
        this.setter = setter;
    }

    /**
     * Whether the property asks for the library's own threads.
     *
     * @throws PropertyException if it asks for what there is not
     */
    static boolean libraryAskedFor() {
        String asked = System.getProperty(PROPERTY, "workers");
        return switch (asked) {
            case "workers" -> false;
            case "library" -> true;
            default -> throw new PropertyException("-D" + PROPERTY + "=" + asked + ": expected workers or library");
        };
    }

    /**
     * Our workers.
     *
     * @param oneAtATime whether only one of them may be inside the library
     */
    static Threading ofWorkers(boolean oneAtATime) {
        return new Threading(false, oneAtATime, threads -> {
        });
    }

    /**
     * The library's own.
     *
     * @param setter sets their number
     */
    static Threading ofLibrary(IntConsumer setter) {
        return new Threading(true, true, setter);
    }

    boolean isOfLibrary() {
        return ofLibrary;
    }

    /** Runs work with the workers that it may use. */
    void run(Workers workers, Consumer<Workers> work) {
        answer(workers, each -> {
            work.accept(each);
            return 0;
        });
    }

    /** The same for work that has an answer. */
    double answer(Workers workers, ToDoubleFunction<Workers> work) {
        if (!oneAtATime) {
            return work.applyAsDouble(workers);
        }
        lock.lock();
        try {
            if (ofLibrary && current != workers.threads()) {
                setter.accept(workers.threads());
                current = workers.threads();
            }
            return work.applyAsDouble(CALLER);
        } finally {
            lock.unlock();
        }
    }
}
