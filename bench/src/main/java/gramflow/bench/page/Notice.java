package gramflow.bench.page;

/**
 * A sentence that must be seen.
 *
 * @param mark what kind it is
 * @param text the sentence
 */
public record Notice(Mark mark, String text) implements Block {

    /** All is well. */
    public static Notice good(String text) {
        return new Notice(Mark.GOOD, text);
    }

    /** Something the reader should know before believing the rest. */
    public static Notice warning(String text) {
        return new Notice(Mark.WARNING, text);
    }

    /** Something is wrong. */
    public static Notice bad(String text) {
        return new Notice(Mark.BAD, text);
    }

    @Override
    public void appendTo(Markup out) {
        out.open("p", "class", "notice " + mark.style());
        out.element("span", mark.sign(), "class", "sign", "aria-hidden", "true").element("span", text).close();
    }
}
