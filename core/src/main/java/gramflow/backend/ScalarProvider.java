package gramflow.backend;

/** Brings the scalar reference. */
final class ScalarProvider implements BackendProvider {
    private static final Backend BACKEND = new ScalarBackend();

    @Override
    public String name() {
        return BACKEND.name();
    }

    @Override
    public Availability probe() {
        return Availability.yes(BACKEND.description(), 0);
    }

    @Override
    public Backend backend() {
        return BACKEND;
    }
}
