package gramflow.bench;

/** The command line. */
public final class Main {
    private Main() {
    }

    /** Runs a command. */
    public static void main(String[] args) {
    }
}
