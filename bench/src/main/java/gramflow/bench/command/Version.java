package gramflow.bench.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version the build wrote beside this class, and the Java it runs on. */
public final class Version implements IVersionProvider {

    /** Version of this build, such as {@code 0.1.0}. */
    public static String ofGramflow() {
        return property("version");
    }

    /** The commit it was built from, abbreviated, with {@code -dirty} where files had been changed since; {@code unknown} if it was built without git. */
    static String commit() {
        String commit = property("commit");
        return commit.contains("{") ? "unknown" : commit;
    }

    private static String property(String key) {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(key, "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[]{"gramflow " + ofGramflow() + ", Java " + Runtime.version()};
    }
}
