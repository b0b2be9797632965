package gramflow.bench.page;

import java.util.List;

/**
 * Names and what they stand for, a line each: a machine, a setup.
 *
 * @param facts the lines
 */
public record Facts(List<Fact> facts) implements Block {

    /**
     * One line.
     *
     * @param name what
     * @param value how much, or which
     */
    public record Fact(String name, String value) {
    }

    /** Copies the list. */
    public Facts {
        facts = List.copyOf(facts);
    }

    /** No lines yet. */
    public static Facts empty() {
        return new Facts(List.of());
    }

    /** The facts with one more line. */
    public Facts withFact(String name, String value) {
        return new Facts(Lists.plus(facts, new Fact(name, value)));
    }

    @Override
    public void appendTo(Markup out) {
        out.open("dl");
        facts.forEach(fact -> out.open("div").element("dt", fact.name).element("dd", fact.value).close());
        out.close();
    }
}
