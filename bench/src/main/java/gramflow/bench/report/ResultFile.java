package gramflow.bench.report;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** Reads {@code result.json}, and says of what is none why not. */
public final class ResultFile {
    private static final String NAME = "result.json";

    private ResultFile() {
    }

    /**
     * Reads a result file.
     *
     * @param file the file, or the folder with {@value #NAME} in it
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such file: the message is one line with its name, what was found and what was expected
     */
    public static ResultDocument read(Path file) throws IOException {
        Path at = Files.isDirectory(file) ? file.resolve(NAME) : file;
        if (!Files.exists(at)) {
            throw new NoSuchFileException(at.toString());
        }
        try {
            String text = Files.readString(at);
            if (text.isBlank()) {
                throw new IllegalArgumentException("is empty, expected JSON of schema " + ResultDocument.SCHEMA);
            }
            if (!text.stripLeading().startsWith("{")) {
                throw new IllegalArgumentException("begins with '" + text.strip().charAt(0) + "', expected a JSON object of schema "
                        + ResultDocument.SCHEMA);
            }
            return ResultDocument.parse(JSON.std.mapFrom(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(at + ": is not text in UTF-8, expected JSON", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(at + ": is not JSON, or cut off" + place(e) + ": " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(at + ": " + e.getMessage(), e);
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    }
}
