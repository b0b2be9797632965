package gramflow.bench.page;

/**
 * The size of a drawing, in the units of its view box, which are CSS pixels where it has room.
 *
 * @param style the class of the element
 * @param width all of it
 * @param height all of it
 * @param font height of text
 */
record Frame(String style, double width, double height, double font) {

    /** For a window, and for paper. */
    static final Frame WIDE = new Frame("wide", 880, 440, 14);
    /** For a phone held upright. */
    static final Frame NARROW = new Frame("narrow", 358, 320, 12);

    /** Width of a character on average, as a part of the font's height; on the safe side. */
    private static final double CHARACTER = 0.62;

    /** What text takes at most, or nearly. */
    double width(String text) {
        return text.codePointCount(0, text.length()) * CHARACTER * font;
    }
}
