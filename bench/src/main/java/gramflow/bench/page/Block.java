package gramflow.bench.page;

/** A piece of a page, from edge to edge. Immutable, so that a page can be written again. */
@FunctionalInterface
public interface Block {
    /** Appends itself; leaves no element open. */
    void appendTo(Markup out);
}
