package gramflow.blas;

import gramflow.blas.Tiling.Tiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TilingTest {
    private static final List<Long> SIZES = List.of(1L, 2L, 47L, 191L, 192L, 193L, 1291L, 4096L, 50_000L, 3_000_000_000L);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 1000})
    void tilesHaveSidesWithinBoundsThatMicroKernelsDivide(int cpus) {
        Tiling tiling = Tiling.of(cpus);
        for (long m : SIZES) {
            for (long n : SIZES) {
                Tiles tiles = tiling.of(m, n);
                for (int side : new int[]{tiles.rows(), tiles.cols()}) {
                    assertThat(side).as("%d x %d: %s", m, n, tiles).isBetween(tiling.shortest(), tiling.longest());
                    assertThat(side % 48).isZero();
                }
            }
        }
    }

    @Test
    void whereTilesCanBeLongEnoughThereAreTwoForEachCpu() {
        for (int cpus : new int[]{1, 2, 4, 8, 16}) {
            for (long n : new long[]{1536, 2000, 4096}) {
                Tiles tiles = Tiling.of(cpus).of(n, n);
                boolean shortest = tiles.rows() == Tiling.of(cpus).shortest();
                // Sides are rounded up, so that a few may be missing.
                assertThat(shortest || tiles.down() * tiles.across() > 1.3 * cpus).as("%d CPUs, %s", cpus, tiles).isTrue();
            }
        }
        assertThat(Tiling.of(2).of(4096, 4096)).isEqualTo(new Tiles(4096, 4096, 2064, 2064));
        assertThat(Tiling.of(2).of(1536, 1536)).isEqualTo(new Tiles(1536, 1536, 768, 768));
    }

    @Test
    void aSlenderResultIsCutAcrossItsLength() {
        Tiles wide = Tiling.of(2).of(10, 6000);
        assertThat(wide.down()).isOne();
        assertThat(wide.across()).isBetween(4L, 8L);
        Tiles tall = Tiling.of(2).of(6000, 10);
        assertThat(tall.across()).isOne();
        assertThat(tall.down()).isBetween(4L, 8L);
    }

    @Test
    void piecesOfAMatrixThatMeetsAVectorAreShort() {
        for (long m : SIZES) {
            for (long n : SIZES) {
                for (boolean byRows : new boolean[]{true, false}) {
                    Tiles tiles = Tiling.of(2).ofMatvec(m, n, byRows);
                    assertThat((long) tiles.rows() * tiles.cols()).as("%d x %d", m, n).isLessThanOrEqualTo(1 << 19);
                    assertThat(tiles.rows()).isPositive();
                    assertThat(tiles.cols()).isPositive();
                }
            }
        }
    }

    @Test
    void everyTileBelowTheDiagonalHasItsRow() {
        long task = 0;
        for (long row = 1; row < 300; row++) {
            for (long col = 0; col < row; col++) {
                assertThat(TiledProduct.rowOf(task++)).isEqualTo(row);
            }
        }
        // Beyond what a double's root can tell.
        long row = 3_000_000_000L;
        assertThat(TiledProduct.rowOf(row * (row - 1) / 2)).isEqualTo(row);
        assertThat(TiledProduct.rowOf(row * (row - 1) / 2 - 1)).isEqualTo(row - 1);
    }
}
