package gramflow.backend;

/** Brings the generated micro-kernels where the Vector API can be read and C2 compiles them. */
final class VectorProvider implements BackendProvider {
    /** Made once, and only where it can run: its class names the Vector API. */
    private static final class Made {
        static final Backend BACKEND = new VectorBackend(Integer.getInteger("gramflow.vector.bits", 512), true, 48 << 10, 2 << 20);
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Availability probe() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Availability.no("module jdk.incubator.vector cannot be read; start Java with --add-modules jdk.incubator.vector");
        }
        return Availability.yes(backend().description(), 100);
    }

    @Override
    public Backend backend() {
        return Made.BACKEND;
    }
}
