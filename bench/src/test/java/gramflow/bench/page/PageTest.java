package gramflow.bench.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PageTest {
    private static final String NASTY = "</title></script><script>alert('x')</script> & \"q\" <b> \u0000 \ud800 λ";

    @Test
    void whateverIsHandedOverCannotBecomeMarkup() {
        Plot plot = Plot.of(NASTY, Axis.log(NASTY), Axis.linear(NASTY)).withCaption(NASTY)
                .withSeries(Series.of(NASTY).withPoint(Point.of(1, 2).withNote(NASTY)))
                .withReference(Reference.horizontal(NASTY, 1).withLabel(NASTY));
        Page page = Page.of(NASTY).withLead(NASTY).withBlock(Section.of(NASTY).withText(NASTY)).withBlock(Notice.bad(NASTY))
                .withBlock(Text.of(NASTY)).withBlock(Facts.empty().withFact(NASTY, NASTY))
                .withBlock(Table.of(NASTY).withCaption(NASTY).withRow(Cell.text(NASTY))).withBlock(plot);

        Document document = WellFormed.page(page.html());

        assertThat(WellFormed.elements(document, "script")).isEmpty();
        assertThat(WellFormed.elements(document, "b")).hasSize(1); // The tag in the legend.
        assertThat(WellFormed.elements(document, "h1").getFirst().getTextContent()).contains("<script>alert('x')</script>", "λ");
    }

    @Test
    void theDataInsideIsTheJsonThatWasGiven() throws IOException {
        Map<String, Object> data = Map.of("a", "</script><!-- & <b>", "n", 1.5);

        Document document = WellFormed.page(Page.of("data").withData(JSON.std.asString(data)).html());

        assertThat(JSON.std.mapFrom(WellFormed.elements(document, "script").getFirst().getTextContent())).isEqualTo(data);
    }

    @Test
    void theFileIsThePageAndNothingElseIsLeftBehind(@TempDir Path folder) throws IOException {
        Page page = Page.of("short");
        Path file = folder.resolve("report.html");
        Files.writeString(file, "an older one");

        page.write(file);

        assertThat(file).hasContent(page.html());
        assertThat(folder).isDirectoryContaining(f -> f.equals(file)).isDirectoryNotContaining(f -> !f.equals(file));
    }

    @Test
    void aRowWithTooFewCellsIsRefused() {
        assertThatThrownBy(() -> Table.of("a", "b").withRow(Cell.text("1"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 1 cells, expected 2 as there are columns");
    }

    @Test
    void anElementLeftOpenIsNoticed() {
        Page page = Page.of("open").withBlock(out -> out.open("div"));

        assertThatThrownBy(page::html).isInstanceOf(IllegalStateException.class).hasMessageContaining("html");
    }
}
