package gramflow.blas;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where Gramflow keeps what it can make again: the folder that the property {@value #PROPERTY} names, else {@code gramflow} below what the system sets aside for that.
 */
public final class CacheFolder {
    /** System property: the folder itself. */
    public static final String PROPERTY = "gramflow.cache";

    private CacheFolder() {
    }

    /** The folder, absolute; it need not be there. */
    public static Path path() {
        return path(System.getProperties(), System.getenv());
    }

    static Path path(Properties properties, Map<String, String> environment) {
        String asked = properties.getProperty(PROPERTY, "");
        if (!asked.isEmpty()) {
            return Path.of(asked).toAbsolutePath();
        }
        String system = properties.getProperty("os.name", "");
        Path set = absolute(environment.getOrDefault(system.startsWith("Windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME", ""));
        Path home = Path.of(properties.getProperty("user.home", "."));
        Path usual = system.startsWith("Mac") ? home.resolve("Library").resolve("Caches") : home.resolve(".cache");
        Path base = set != null ? set : usual;
        return base.resolve("gramflow").toAbsolutePath();
    }

    /** A variable that is no absolute path counts as not set: so the XDG rules have it. */
    private static @Nullable Path absolute(String value) {
        try {
            Path path = Path.of(value);
            return path.isAbsolute() ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
