package gramflow.backend;

import gramflow.backend.BackendProvider.Availability;
import gramflow.machine.Jit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The backends of this machine, and the choice among them. {@code auto} takes the usable one of the highest rank; a backend asked for by name that cannot
 * run is an error, never a silent other one. The property {@value #PROPERTY} overrides {@code auto}.
 */
public final class Backends {

    /** System property that names the backend {@link #auto} takes. */
    public static final String PROPERTY = "gramflow.backend";

    private Backends() {
    }

    /**
     * A provider and what its probe said.
     *
     * @param provider the provider
     * @param availability whether its backend works here, or why not
     */
    public record Found(BackendProvider provider, Availability availability) {
        /** Name of the backend. */
        public String name() {
            return provider.name();
        }
    }

    private static final class Probed {
        static final List<Found> ALL = probe();

        private static List<Found> probe() {
            List<BackendProvider> providers = new ArrayList<>(List.of(new VectorProvider(), new ScalarProvider()));
            ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).forEach(providers::add);
            return providers.stream().map(p -> new Found(p, p.probe()))
                    .sorted(Comparator.comparingInt((Found f) -> f.availability().rank()).reversed()).toList();
        }
    }

    /**
     * Every backend found, best first, those that cannot run last with the reason. Probed once a process.
     *
     * @throws gramflow.machine.PropertyException if the property {@value Jit#VECTOR_BITS} asks for a width that cannot be had: no backend then stands in
     *         for the one that was meant
     */
    public static List<Found> all() {
        Jit.current().vectorBits();
        return Probed.ALL;
    }

    /**
     * The backend {@code auto} stands for.
     *
     * @throws BackendException if {@value #PROPERTY} names one that cannot run
     */
    public static Backend auto() {
        String asked = System.getProperty(PROPERTY, "auto");
        return asked.equals("auto") ? all().getFirst().provider().backend() : find(asked, "-D" + PROPERTY + "=" + asked + ": ");
    }

    /** One line: which backend {@link #auto} takes, and why. */
    public static String whyAuto() {
        String asked = System.getProperty(PROPERTY, "auto");
        if (!asked.equals("auto")) {
            return asked + ", because the property " + PROPERTY + " says so";
        }
        Found best = all().getFirst();
        String passedOver = all().stream().filter(f -> !f.availability().usable()).map(Found::name).collect(Collectors.joining(", "));
        return best.name() + ", the fastest that works here" + (passedOver.isEmpty() ? "" : " (cannot run: " + passedOver + ")");
    }

    /**
     * The backend of that name; {@code auto} for {@link #auto}.
     *
     * @throws BackendException if there is none, or it cannot run here: the message says why
     */
    public static Backend named(String name) {
        return name.equals("auto") ? auto() : find(name, "");
    }

    /** {@code asked} begins the message of an error: who asks, if it is not the caller. */
    private static Backend find(String name, String asked) {
        Found found = all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow(() -> new BackendException(
                asked + "unknown backend '" + name + "', expected auto, "
                        + all().stream().map(Found::name).collect(Collectors.joining(", "))));
        if (!found.availability().usable()) {
            throw new BackendException(asked + "backend '" + name + "' cannot run here: " + found.availability().reason());
        }
        return found.provider().backend();
    }
}
