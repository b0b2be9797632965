package gramflow.gram;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A phase of a band, as Flight Recorder and Mission Control show it. */
@Name("gramflow.Tile")
@Label("Tile")
@Category("Gramflow")
@Description("A band of rows of a Gram matrix: computed, packed for that, written, forced to the disk, or waited for")
@StackTrace(false)
final class TileEvent extends Event {
    @Label("Phase")
    String phase = "";

    @Label("Took")
    @Description("How long the phase was; packing, a part of computing, is told when it has ended, as a moment")
    @Timespan
    long took;

    @Label("Band")
    int band;

    @Label("Rows")
    long rows;

    @Label("Columns")
    long columns;

    @Label("Bytes")
    @DataAmount
    long bytes;
}
