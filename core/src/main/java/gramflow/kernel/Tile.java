package gramflow.kernel;

import gramflow.memory.Precision;

/**
 * The register tile of a micro-kernel.
 *
 * @param precision element type
 * @param bits vector width
 * @param rows rows of the tile: entries of the left panel broadcast at each step
 * @param vectors vectors in a row of the tile
 * @param unroll steps of the inner dimension between two branches
 * @param fma multiply and add in one rounding; without hardware for it never: the software is a thousand times slower
 */
public record Tile(Precision precision, int bits, int rows, int vectors, int unroll, boolean fma) {

    /**
     * The tile that was measured to be fastest at that width. 512 bits have 32 registers: 8x2 leaves some free for two steps of loads ahead of their use; larger tiles look better by the count of loads,
     * and lose more to what C2 spills. 256 and 128 bits have 16. With FMA the twelve sums of 6x2 keep both units of it busy, which the eight of 4x2 just fail to, and the {@linkplain #isTight fences} keep
     * them in registers. Without FMA a product needs one more, and 4x2 it is: two steps spill where products are fused; where they are not, one step does (gram at 1536 x 768 fp64 under
     * {@code -XX:UseAVX=0}: 10.1 GF/s with one, 16.6 with two; Zen 5).
     */
    public static Tile of(Precision precision, int bits, boolean fma) {
        if (bits == 512) {
            return new Tile(precision, bits, 8, 2, 2, fma);
        }
        if (bits == 256 && fma) {
            return new Tile(precision, bits, 6, 2, 2, fma);
        }
        return new Tile(precision, bits, 4, 2, bits == 128 && !fma ? 2 : 1, fma);
    }

    /** Whether sums, right factors and two broadcasts take all the registers there are, so that C2 must be kept from loading a third ahead of its use. */
    boolean isTight() {
        int registers = bits == 512 ? 32 : 16;
        return rows * vectors + vectors + 2 >= registers;
    }

    /**
     * The tile for products of few panels, which would be padding for a good part where panels are as wide as a {@linkplain #isTight tight} tile has them: 32 x 32 takes 6x2 twice as long as 4x2, 128 x 128 a tenth longer.
     */
    Tile ofFew() {
        return isTight() ? new Tile(precision, bits, 4, 2, 1, fma) : this;
    }

    /** Elements of one vector. */
    int lanes() {
        return bits / 8 / precision.bytes();
    }

    /** Columns of the tile. */
    public int cols() {
        return vectors * lanes();
    }

    /** Rows of a panel: the least number that both sides of the tile divide, so that one packed copy serves as either factor. */
    int panel() {
        int a = rows;
        int b = cols();
        while (b != 0) {
            int rest = a % b;
            a = b;
            b = rest;
        }
        return rows / a * cols();
    }

    /** For a person: {@code 8x2}. */
    public String shape() {
        return rows + "x" + vectors;
    }
}
