package gramflow.backend;

/** Brings the scalar reference. */
final class ScalarProvider implements BackendProvider {
    static final Backend SCALAR = new ScalarBackend();

    @Override
    public String name() {
        return SCALAR.name();
    }

    @Override
    public int highestRank() {
        return 0;
    }

    @Override
    public Availability probe() {
        return Availability.yes(SCALAR.description(), highestRank());
    }

    @Override
    public Backend backend() {
        return SCALAR;
    }
}
