/**
 * A page for a browser: text, tables and plots in one file that opens offline, reads in light and dark, on a phone and on paper, and needs no script.
 * It knows nothing of benchmarks: callers hand over names and numbers, and everything they hand over is escaped. What a report says is in
 * {@code report} and with the commands.
 *
 * <p>A page is put together from immutable pieces and then written:
 *
 * {@snippet :
 * Series measured = Series.of("measured").withPoint(1, 0.52).withPoint(10, 0.11, 0.10, 0.13).withPoint(100, Double.NaN);
 * Series bound = Series.of("bound βR²/(4t+2)").withStyle(Series.Style.BOUND).withPoints(steps, bounds);
 * Plot plot = Plot.of("Gap against its bound", Axis.log("step t"), Axis.log("gap F(w) − F̄"))
 *         .withSeries(measured).withSeries(bound)
 *         .withReference(Reference.horizontal("eps", 1e-12).withLabel("where rounding begins"))
 *         .withCaption("Huber's function, one dimension.");
 * Page.of("Descent").withLead("500 steps in 0.2 s").withBlock(Notice.good("the bound holds at every step")).withBlock(Section.of("Gap"))
 *         .withBlock(plot).withBlock(Table.of("step", "gap").withRow(Cell.number("1"), Cell.number("0.52").withMark(Mark.GOOD)))
 *         .withData(json).write(file);
 * }
 *
 * <p>What cannot be drawn (NaN, ∞, and what is not positive on a logarithmic axis) is left out of the line and said in the table behind the plot. A
 * series tells itself from another by colour, marker and dashes at once. A {@link Reference} is drawn with its tag, of a few letters, and explained in
 * the legend under the plot, where there is room for a long label. Other pieces than these implement {@link Block}.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.page;
