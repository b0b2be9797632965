package gramflow.bench.page;

/**
 * The heading of what follows, and perhaps a paragraph under it.
 *
 * @param title the heading
 * @param text the paragraph; empty for none
 */
public record Section(String title, String text) implements Block {

    /** A heading alone. */
    public static Section of(String title) {
        return new Section(title, "");
    }

    /** The section with that paragraph. */
    public Section withText(String paragraph) {
        return new Section(title, paragraph);
    }

    @Override
    public void appendTo(Markup out) {
        out.element("h2", title);
        if (!text.isEmpty()) {
            out.element("p", text);
        }
    }
}
