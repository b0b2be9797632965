package gramflow.blas;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@DisabledOnOs(OS.WINDOWS)
class CacheFolderTest {
    private final Properties properties = new Properties();

    CacheFolderTest() {
        properties.setProperty("user.home", "/home/a");
        properties.setProperty("os.name", "Linux");
    }

    @Test
    void itIsBelowTheCacheOfTheUser() {
        assertThat(CacheFolder.path(properties, Map.of())).isEqualTo(Path.of("/home/a/.cache/gramflow"));
        assertThat(CacheFolder.path(properties, Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(Path.of("/c/gramflow"));
    }

    @Test
    void onAMacItIsWhereMacsKeepCaches() {
        properties.setProperty("os.name", "Mac OS X");
        assertThat(CacheFolder.path(properties, Map.of())).isEqualTo(Path.of("/home/a/Library/Caches/gramflow"));
        assertThat(CacheFolder.path(properties, Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(Path.of("/c/gramflow"));
    }

    @Test
    void aRelativeVariableCountsAsNotSet() {
        assertThat(CacheFolder.path(properties, Map.of("XDG_CACHE_HOME", "c"))).isEqualTo(Path.of("/home/a/.cache/gramflow"));
        assertThat(CacheFolder.path(properties, Map.of("XDG_CACHE_HOME", "\0"))).isEqualTo(Path.of("/home/a/.cache/gramflow"));
    }

    @Test
    void thePropertyNamesTheFolderItself() {
        properties.setProperty(CacheFolder.PROPERTY, "/elsewhere");
        assertThat(CacheFolder.path(properties, Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(Path.of("/elsewhere"));
    }
}
