package gramflow.backend;

import gramflow.backend.BackendProvider.Availability;
import gramflow.machine.Jit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /** Every provider, and what those have said that were asked: opening a library for nothing would cost every start. */
    private static final class Known {
        static final List<Known> ALL = known();

        private final BackendProvider provider;
        private @Nullable Found found;

        private Known(BackendProvider provider) {
            this.provider = provider;
        }

        /** Those that can be the best first. */
        private static List<Known> known() {
            List<BackendProvider> providers = new ArrayList<>(List.of(new VectorProvider(), new ScalarProvider()));
            ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).forEach(providers::add);
            return providers.stream().sorted(Comparator.comparingInt(BackendProvider::highestRank).reversed()).map(Known::new).toList();
        }

        synchronized Found found() {
            Found answer = found;
            if (answer == null) {
                answer = new Found(provider, provider.probe());
                found = answer;
            }
            return answer;
        }
    }

    /**
     * Every backend found, best first, those that cannot run last with the reason. Each is probed once a process.
     *
     * @throws gramflow.machine.PropertyException if the property {@value Jit#VECTOR_BITS} or {@value Tuning#PROPERTY} asks for what cannot be had: no
     *         backend then stands in for the one that was meant
     */
    public static List<Found> all() {
        requireProperties();
        return Known.ALL.stream().map(Known::found).sorted(Comparator.comparingInt((Found f) -> f.availability().rank()).reversed())
                .toList();
    }

    /**
     * The backend {@code auto} stands for. Providers that could not be better than the one found are not probed.
     *
     * @throws BackendException if {@value #PROPERTY} names one that cannot run
     */
    public static Backend auto() {
        String asked = System.getProperty(PROPERTY, "auto");
        return asked.equals("auto") ? probedForAuto().getFirst().provider().backend() : find(asked, "-D" + PROPERTY + "=" + asked + ": ");
    }

    /** Plain loops, which work everywhere: what other backends leave to them they find here. */
    public static Backend scalar() {
        return ScalarProvider.SCALAR;
    }

    /** One line: which backend {@link #auto} takes, and why. */
    public static String whyAuto() {
        String asked = System.getProperty(PROPERTY, "auto");
        if (!asked.equals("auto")) {
            return asked + ", because the property " + PROPERTY + " says so";
        }
        List<Found> probed = probedForAuto();
        String passedOver = probed.stream().filter(f -> !f.availability().usable()).map(Found::name).collect(Collectors.joining(", "));
        return probed.getFirst().name() + ", the fastest that works here"
                + (passedOver.isEmpty() ? "" : " (cannot run: " + passedOver + ")");
    }

    /** What had to be asked to know the best: that one first. */
    private static List<Found> probedForAuto() {
        requireProperties();
        List<Found> probed = new ArrayList<>();
        int best = Integer.MIN_VALUE;
        for (Known known : Known.ALL) {
            if (best >= known.provider.highestRank()) {
                break;
            }
            Found found = known.found();
            probed.add(found);
            best = Math.max(best, found.availability().rank());
        }
        probed.sort(Comparator.comparingInt((Found f) -> f.availability().rank()).reversed());
        return probed;
    }

    /**
     * The backend of that name; {@code auto} for {@link #auto}.
     *
     * @throws BackendException if there is none, or it cannot run here: the message says why
     */
    public static Backend named(String name) {
        return name.equals("auto") ? auto() : find(name, "");
    }

    /** {@code asked} begins the message of an error: who asks, if it is not the caller. Only the provider of that name is probed. */
    private static Backend find(String name, String asked) {
        requireProperties();
        Found found = Known.ALL.stream().filter(known -> known.provider.name().equals(name)).findFirst()
                .orElseThrow(() -> new BackendException(asked + "unknown backend '" + name + "', expected auto, "
                        + Known.ALL.stream().map(known -> known.provider.name()).collect(Collectors.joining(", "))))
                .found();
        if (!found.availability().usable()) {
            throw new BackendException(asked + "backend '" + name + "' cannot run here: " + found.availability().reason());
        }
        return found.provider().backend();
    }

    private static void requireProperties() {
        Jit.current().vectorBits();
        if (Jit.current().obstacleToVectors().isEmpty()) {
            Tuning.asked();
        }
    }
}
