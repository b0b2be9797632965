package gramflow.kernel;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TileWalkTest {

    @Test
    void everyTileIsDoneOnce() {
        for (long across = 1; across <= 7; across++) {
            for (long down = 1; down <= 7; down++) {
                for (long band = 1; band <= 8; band++) {
                    for (long abreast = 1; abreast <= 8; abreast++) {
                        TileWalk walk = new TileWalk(across, down, band, abreast);
                        Set<Long> tiles = new HashSet<>();
                        for (long index = 0; index < walk.tiles(); index++) {
                            assertThat(walk.row(index)).as("row of %d in %s", index, walk).isBetween(0L, down - 1);
                            assertThat(walk.col(index)).as("column of %d in %s", index, walk).isBetween(0L, across - 1);
                            tiles.add(walk.row(index) * across + walk.col(index));
                        }
                        assertThat(tiles).as("%s", walk).hasSize((int) (across * down));
                    }
                }
            }
        }
    }

    @Test
    void oneWorkerGoesRowByRowInABand() {
        TileWalk walk = new TileWalk(5, 2, 3, 1);
        assertThat(tiles(walk)).isEqualTo("00 01 02 10 11 12 03 04 13 14 ");
    }

    @Test
    void workersWhoTakeTurnsStayInARow() {
        TileWalk walk = new TileWalk(5, 3, 3, 2);
        assertThat(tiles(walk)).isEqualTo("00 10 01 11 02 12 20 21 22 03 13 04 14 23 24 ");
    }

    /** Row and column of each tile. */
    private static String tiles(TileWalk walk) {
        StringBuilder tiles = new StringBuilder();
        for (long index = 0; index < walk.tiles(); index++) {
            tiles.append(walk.row(index)).append(walk.col(index)).append(' ');
        }
        return tiles.toString();
    }
}
