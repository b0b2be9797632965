package gramflow.bench.measure;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a fork tells of its row besides times.
 *
 * @param check what the checks of its results said
 * @param library what computed, with its version
 * @param setup how it was set up
 */
public record Evidence(Check check, String library, String setup) {

    /** System property of a fork: the file to write this to. */
    static final String FILE = "gramflow.bench.evidence";

    private static final String RESIDUAL = "residual";
    private static final String BOUND = "bound";
    private static final String FAULT = "fault";
    private static final String LIBRARY = "library";
    private static final String SETUP = "setup";

    /** Writes it. */
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(RESIDUAL, Double.toString(check.residual()));
        properties.setProperty(BOUND, Double.toString(check.bound()));
        properties.setProperty(FAULT, check.fault());
        properties.setProperty(LIBRARY, library);
        properties.setProperty(SETUP, setup);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Evidence read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Check check = new Check(Double.parseDouble(properties.getProperty(RESIDUAL)), Double.parseDouble(properties.getProperty(BOUND)),
                properties.getProperty(FAULT));
        return new Evidence(check, properties.getProperty(LIBRARY), properties.getProperty(SETUP));
    }
}
