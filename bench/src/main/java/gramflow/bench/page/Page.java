package gramflow.bench.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * A page: one file, without a script that runs, that asks for nothing from anywhere.
 *
 * @param title its title and first line
 * @param lead what it says, in a sentence or two, under the title; may be empty
 * @param blocks what follows, top to bottom
 * @param data JSON that it carries along for programs, as text; empty for none
 */
public record Page(String title, String lead, List<Block> blocks, String data) {

    /** The element that carries {@link #data}: {@code document.getElementById(…).textContent} is the JSON. */
    public static final String DATA_ID = "data";

    // Even a mistake of ours could not make the page ask for anything.
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
    private static final String STYLE = style();

    /** Copies the list. */
    public Page {
        blocks = List.copyOf(blocks);
    }

    /** An empty page. */
    public static Page of(String title) {
        return new Page(title, "", List.of(), "");
    }

    /** The page with that lead. */
    public Page withLead(String text) {
        return new Page(title, text, blocks, data);
    }

    /** The page with one more block at its end. */
    public Page withBlock(Block block) {
        return new Page(title, lead, Lists.plus(blocks, block), data);
    }

    /** The page with these blocks at its end. */
    public Page withBlocks(List<? extends Block> more) {
        return new Page(title, lead, Lists.plusAll(blocks, more), data);
    }

    /** The page with that JSON inside, and at its end the offer to look at it. */
    public Page withData(String json) {
        return new Page(title, lead, blocks, json);
    }

    /** The whole file. */
    public String html() {
        Markup out = new Markup().raw("<!DOCTYPE html>\n");
        out.open("html", "lang", "en").open("head").line();
        out.empty("meta", "charset", "utf-8").line();
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
        out.empty("meta", "name", "color-scheme", "content", "light dark").line();
        out.empty("link", "rel", "icon", "href", "data:,").line();
        out.element("title", title).line();
        out.open("style").raw(STYLE).close().line();
        out.close().line().open("body").open("main").line();
        out.open("header").element("h1", title);
        if (!lead.isEmpty()) {
            out.element("p", lead, "class", "lead");
        }
        out.close().line();
        for (Block block : blocks) {
            block.appendTo(out);
            out.line();
        }
        if (!data.isEmpty()) {
            out.open("script", "type", "application/json", "id", DATA_ID).raw(inScript(data)).close().line();
        }
        return out.close().close().close().line().finish();
    }

    /**
     * Writes it, whole or not at all.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        Path whole = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(whole, html());
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** JSON has these characters only inside strings, where they may be written so: then nothing in it can end the element, or offend XML. */
    private static String inScript(String json) {
        return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"), "page.css is not in the jar")) {
            return "\n" + new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
