package gramflow.bench.tune;

import gramflow.backend.Tuning;
import gramflow.blas.CacheFolder;
import gramflow.machine.Jit;
import gramflow.machine.PropertyException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * A tuning in its file.
 *
 * @param tuning what was found best
 * @param file where it is kept
 * @param date when it was found
 * @param gains by how much it is faster than the standard, for a person
 */
public record KeptTuning(Tuning tuning, Path file, String date, String gains) {
    private static final String KEY = "key";
    private static final String TUNING = "tuning";
    private static final String DATE = "date";
    private static final String GAINS = "gains";

    /**
     * What came of looking for one.
     *
     * @param kept the tuning, if there is one for this CPU, this JVM and its flags
     * @param file where it is, or would be
     * @param warning why a file that is there is ignored; empty if nothing is wrong
     */
    public record Found(Optional<KeptTuning> kept, Path file, String warning) {
    }

    /** Looks for the one of this CPU and JVM. */
    public static Found find() {
        return find(CacheFolder.path(), TuneKey.current());
    }

    static Found find(Path folder, TuneKey key) {
        Path file = folder.resolve(key.fileName());
        if (!Files.exists(file)) {
            return new Found(Optional.empty(), file, "");
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties properties = new Properties();
            properties.load(reader);
            if (!key.text().equals(properties.getProperty(KEY))) {
                return ignored(file, "it is of another CPU, JVM or flags");
            }
            Tuning tuning = Tuning.parse(properties.getProperty(TUNING, ""));
            int widest = Jit.current().widestVectorBits();
            if (Math.max(tuning.f64().bits(), tuning.f32().bits()) > widest) {
                return ignored(file, "it asks for wider vectors than " + widest + " bits");
            }
            KeptTuning kept = new KeptTuning(tuning, file, properties.getProperty(DATE, "unknown"), properties.getProperty(GAINS, ""));
            return new Found(Optional.of(kept), file, "");
        } catch (IOException | IllegalArgumentException e) {
            return ignored(file, "it cannot be read: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static Found ignored(Path file, String why) {
        return new Found(Optional.empty(), file, file + " is ignored: " + why + "; gramflow tune makes it anew");
    }

    /**
     * Has {@code vector} use the one that is kept, unless the property {@value Tuning#PROPERTY} says otherwise already. To be called before any backend is asked for.
     *
     * @return why a file that is there is ignored; empty if nothing is wrong
     */
    public static String use() {
        if (System.getProperty(Tuning.PROPERTY) != null || Jit.current().obstacleToVectors().isPresent()) {
            return "";
        }
        Found found;
        try {
            found = find();
        } catch (PropertyException e) {
            // Another property asks for what cannot be had: the command will say so, in its own words.
            return "";
        }
        found.kept.ifPresent(kept -> System.setProperty(Tuning.PROPERTY, kept.tuning.toString()));
        return found.warning;
    }

    /**
     * Keeps one for this CPU and JVM, whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    static KeptTuning keep(Tuning tuning, String date, String gains) throws IOException {
        return keep(CacheFolder.path(), TuneKey.current(), tuning, date, gains);
    }

    static KeptTuning keep(Path folder, TuneKey key, Tuning tuning, String date, String gains) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(KEY, key.text());
        properties.setProperty(TUNING, tuning.toString());
        properties.setProperty(DATE, date);
        properties.setProperty(GAINS, gains);
        StringWriter text = new StringWriter();
        properties.store(text, "Gramflow: tiles and block sizes, found by gramflow tune");
        Files.createDirectories(folder);
        Path file = folder.resolve(key.fileName());
        Path whole = Files.createTempFile(folder, ".tuning", ".part");
        try {
            Files.writeString(whole, text.toString());
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
        return new KeptTuning(tuning, file, date, gains);
    }
}
