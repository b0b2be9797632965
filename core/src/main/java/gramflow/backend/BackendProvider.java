package gramflow.backend;

/**
 * Brings a backend. Providers are found by {@link java.util.ServiceLoader}, on the module path by {@code provides}, on the class path by
 * {@code META-INF/services}: declare both.
 */
public interface BackendProvider {

    /** Name by which a user asks for the backend. */
    String name();

    /** The highest rank that {@link #probe} may answer: {@code auto} does not probe what could not be taken. */
    default int highestRank() {
        return Integer.MAX_VALUE;
    }

    /**
     * Finds out, by trying, whether the backend works on this machine. Never throws: what went wrong is the answer's reason.
     */
    Availability probe();

    /**
     * The backend; called only after {@link #probe} said that it works. The same object at every call.
     *
     * @throws IllegalStateException if it does not work here
     */
    Backend backend();

    /**
     * Whether a backend works here, and why not.
     *
     * @param usable whether it works
     * @param reason one line for a person: what it is, or why it does not work and what would help
     * @param rank {@code auto} takes the usable backend of the highest rank; 0 is the scalar reference's
     */
    record Availability(boolean usable, String reason, int rank) {
        /** It works. */
        public static Availability yes(String what, int rank) {
            return new Availability(true, what, rank);
        }

        /** It does not, for that reason. */
        public static Availability no(String why) {
            return new Availability(false, why, Integer.MIN_VALUE);
        }
    }
}
