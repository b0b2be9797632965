package gramflow.bench.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes elements, attributes and text that are HTML and well-formed XML at the same time. All text and all values are escaped, so nothing that a caller
 * hands over can become markup. Not thread-safe.
 */
public final class Markup {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    Markup() {
    }

    /**
     * Opens an element, to be closed by {@link #close}.
     *
     * @param attributes names and values in turns
     */
    public Markup open(String element, String... attributes) {
        tag(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Closes the element that was opened last. */
    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that holds text alone. */
    public Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element that never holds anything, such as {@code br} or a shape of SVG. */
    public Markup empty(String element, String... attributes) {
        tag(element, attributes);
        out.append("/>");
        return this;
    }

    /** Text. */
    public Markup text(String text) {
        escape(text, out);
        return this;
    }

    /** A line break in the source, for whoever reads that. */
    public Markup line() {
        out.append('\n');
        return this;
    }

    /** What is markup, or a style sheet, already, and comes from this package. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    private void tag(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("attribute " + attributes[attributes.length - 1] + " without a value");
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1], out);
            out.append('"');
        }
    }

    private static void escape(String text, StringBuilder out) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isCharacter(c) ? c : 0xFFFD);
            }
        });
    }

    /** What XML has no way to write: control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
    private static boolean isCharacter(int c) {
        return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c > 0xFFFF;
    }

    /** All of it; every element must be closed. */
    String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("element " + open.peek() + " is still open");
        }
        return out.toString();
    }
}
