package gramflow.kernel;

import java.util.List;

/** The loops among which the read roof is the fastest. */
public final class ReadLoops {
    private ReadLoops() {
    }

    /**
     * The loops to try.
     *
     * @param vectors whether the Vector API is readable and compiled
     */
    public static List<ReadLoop> of(boolean vectors) {
        ReadLoop plain = new ReadLoop("eight bytes a load", PlainReadLoop::read);
        return vectors ? withVectors() : List.of(plain);
    }

    /** A method of its own: nothing above may make the JVM look for classes of a module that may be missing. */
    private static List<ReadLoop> withVectors() {
        return List.of(new ReadLoop("vectors, one stream", VectorReadLoops::oneStream),
                new ReadLoop("vectors, four streams", VectorReadLoops::fourStreams),
                new ReadLoop("vectors, eight streams", VectorReadLoops::eightStreams));
    }
}
