package gramflow.backend;

/** The scalar reference, which works everywhere. */
final class VectorProvider implements BackendProvider {
    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Availability probe() {
        return Availability.no("not built yet");
    }

    @Override
    public Backend backend() {
        throw new IllegalStateException();
    }
}
