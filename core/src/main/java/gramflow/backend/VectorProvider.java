package gramflow.backend;

import gramflow.machine.Jit;

/** Brings the generated micro-kernels where the Vector API can be read and C2 compiles them. */
final class VectorProvider implements BackendProvider {
    /** Made once, and only where it can run: its class names the Vector API. */
    private static final class Made {
        static final Backend BACKEND = new VectorBackend(Jit.current().vectorBits(), Jit.current().fma(),
                Tuning.asked().orElseGet(() -> Tuning.standard(Jit.current().vectorBits())));
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int highestRank() {
        return 100;
    }

    @Override
    public Availability probe() {
        return Jit.current().obstacleToVectors().map(Availability::no)
                .orElseGet(() -> Availability.yes(backend().description(), highestRank()));
    }

    @Override
    public Backend backend() {
        return Made.BACKEND;
    }
}
