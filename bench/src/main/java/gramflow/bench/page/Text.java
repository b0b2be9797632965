package gramflow.bench.page;

/**
 * A paragraph.
 *
 * @param text the paragraph
 */
public record Text(String text) implements Block {

    /** A paragraph. */
    public static Text of(String text) {
        return new Text(text);
    }

    @Override
    public void appendTo(Markup out) {
        out.element("p", text);
    }
}
