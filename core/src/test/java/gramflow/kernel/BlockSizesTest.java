package gramflow.kernel;

import gramflow.memory.Precision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class BlockSizesTest {
    private static final Tile TILE = Tile.of(Precision.F64, 512, true);
    private static final BlockSizes SIZES = BlockSizes.of(TILE, 1 << 20);
    /** Bytes of right factors that the third-level cache is trusted to keep. */
    private static final long KEPT = 6 << 20;

    @Test
    void bandsAreAsFewAsCanBeAndAsWideAsEachOther() {
        for (long across = 1; across < 60; across++) {
            for (long depth : new long[]{1, 33, 100, 768, 1024, 2813, 1 << 14}) {
                long bytes = depth * 256 * Double.BYTES;
                long most = Math.max(1, KEPT / bytes);
                long band = SIZES.bandOf(across, depth, 256, TILE);
                assertThat(band).as("%d tiles of depth %d", across, depth).isBetween(1L, most);
                long bands = Math.ceilDiv(across, band);
                assertThat(bands).as("%d tiles of depth %d", across, depth).isEqualTo(Math.ceilDiv(across, most));
                assertThat(bands * (band - 1)).as("no narrower band would do: %d tiles of depth %d", across, depth).isLessThan(across);
            }
        }
    }

    @Test
    void nothingIsOneBand() {
        assertThat(SIZES.bandOf(0, 768, 256, TILE)).isEqualTo(1);
        assertThat(SIZES.bandOf(3, 0, 256, TILE)).isEqualTo(3);
    }
}
