package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

class PlotTest {
    private static final Axis LOG_X = Axis.log("n");
    private static final Axis LOG_Y = Axis.log("seconds");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private static Document drawn(Plot plot) {
        return WellFormed.page(Page.of("plot").withBlock(plot).html());
    }

    private static List<String> texts(Document page, String element) {
        return WellFormed.elements(page, element).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> lines(Document page) {
        // One in the wide drawing, one in the narrow, one in the legend.
        return WellFormed.elements(page, "path").stream().filter(p -> p.getAttribute("class").startsWith("line ")).toList();
    }

    @Test
    void whatCannotBeDrawnBreaksTheLineAndIsSaidInTheTable() {
        Series series = Series.of("s").withPoint(1, 1).withPoint(2, Double.NaN).withPoint(4, Double.POSITIVE_INFINITY).withPoint(8, -3)
                .withPoint(16, 2).withPoint(32, 3);

        Document page = drawn(Plot.of("gaps", LOG_X, LOG_Y).withSeries(series));

        assertThat(lines(page).getFirst().getAttribute("d")).matches("M[\\d.]+ [\\d.]+M[\\d.]+ [\\d.]+L[\\d.]+ [\\d.]+");
        assertThat(texts(page, "td")).contains("NaN", "∞", "−3").contains("not drawn: not finite",
                "not drawn: not positive, on a logarithmic axis");
    }

    @Test
    void aPlotOfNothingSaysSo() {
        Document page = drawn(Plot.of("empty", LOG_X, LOG_Y).withSeries(Series.of("s").withPoint(Double.NaN, 1)));

        assertThat(texts(page, "text")).contains("nothing to draw");
    }

    @Test
    void allThatIsDrawnLiesInItsBoxWhateverTheData() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 60; trial++) {
            double scale = Math.pow(10, random.nextInt(-290, 290));
            boolean log = random.nextBoolean();
            Series series = Series.of("s");
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                double y = scale * (log ? random.nextDouble(0.1, 2) : random.nextDouble(-1, 1));
                series = series.withPoint(random.nextInt(1, 5), y, y - scale, y + scale);
            }
            Plot plot = Plot.of("any", LOG_X, log ? LOG_Y : Axis.linear("y")).withSeries(series)
                    .withReference(Reference.horizontal("roof", scale)).withReference(Reference.vertical("here", 3))
                    .withReference(Reference.proportional("slope", scale));
            for (Element mark : WellFormed.elements(drawn(plot), "path")) {
                Matcher number = NUMBER.matcher(mark.getAttribute("transform"));
                if (number.find() && !((Element) mark.getParentNode()).getAttribute("class").equals("sample")) {
                    boolean wide = ((Element) mark.getParentNode()).getAttribute("class").equals("wide");
                    assertThat(Double.parseDouble(number.group())).isBetween(0.0, wide ? 880.0 : 358.0);
                    assertThat(number.find()).isTrue();
                    assertThat(Double.parseDouble(number.group())).isBetween(0.0, wide ? 440.0 : 320.0);
                }
            }
        }
    }

    @Test
    void seriesDifferInMoreThanColour() {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            series.add(Series.of("s" + i));
        }
        List<Look> looks = Look.of(series);

        assertThat(looks).doesNotHaveDuplicates();
        assertThat(looks.subList(0, 7).stream().map(Look::marker)).doesNotHaveDuplicates();
        assertThat(looks.subList(0, 7).stream().map(Look::colour)).doesNotHaveDuplicates();
    }

    @Test
    void aLongSeriesIsThinnedButKeepsItsSpikes() {
        int n = 100_000;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i;
            y[i] = i == 77_777 ? 9 : 1 + (i % 2) * 1e-3;
        }
        Plot plot = Plot.of("long", Axis.linear("step"), Axis.linear("y")).withSeries(Series.of("s").withPoints(x, y));

        Document page = drawn(plot);
        List<Double> heights = new ArrayList<>();
        String path = lines(page).getFirst().getAttribute("d");
        Matcher point = Pattern.compile("[ML][\\d.]+ ([\\d.]+)").matcher(path);
        while (point.find()) {
            heights.add(Double.parseDouble(point.group(1)));
        }

        assertThat(heights).hasSizeLessThan(4 * 880);
        assertThat(heights.stream().filter(h -> h < 60)).hasSize(1);
        assertThat(WellFormed.elements(page, "tr")).hasSizeLessThan(2 * DataTable.ROWS_PER_SERIES);
        assertThat(texts(page, "summary")).containsExactly("Data of this plot, not every point of long series");
    }

    @Test
    void tagsOfNeighbouringLinesAreApart() {
        assertThat(ReferenceLines.spread(new double[]{10, 11, 12, 90}, 10, 0, 100)).containsExactly(10, 20, 30, 90);
        assertThat(ReferenceLines.spread(new double[]{95, 96, 97}, 10, 0, 100)).containsExactly(80, 90, 100);
        assertThat(ReferenceLines.spread(new double[0], 10, 0, 100)).isEmpty();
    }
}
