package gramflow.backend;

import gramflow.machine.Caches;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class RoofTraitsTest {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private static RoofTraits traits(long l2, int l2Sharing, long l3, int l3Sharing, long memory) {
        return new RoofTraits(512, true, new Caches(48 * KIB, l2, l3, 64, l2Sharing, l3Sharing, "test"), memory);
    }

    @Test
    void cachesOfACoreAreReadByHalf() {
        RoofTraits traits = traits(MIB, 1, 32 * MIB, 8, 64 * GIB);
        assertThat(traits.bytesPerThread(MemoryLevel.L1, 4)).isEqualTo(24 * KIB);
        assertThat(traits.bytesPerThread(MemoryLevel.L2, 4)).isEqualTo(512 * KIB);
    }

    @Test
    void sharedCacheIsSharedOut() {
        RoofTraits traits = traits(4 * MIB, 4, 0, 1, 64 * GIB);
        assertThat(traits.bytesPerThread(MemoryLevel.L2, 1)).isEqualTo(2 * MIB);
        assertThat(traits.bytesPerThread(MemoryLevel.L2, 4)).isEqualTo(512 * KIB);
        assertThat(traits.bytesPerThread(MemoryLevel.L2, 8)).isEqualTo(512 * KIB);
    }

    @Test
    void thirdLevelIsReadBeyondTheSecond() {
        RoofTraits traits = traits(2 * MIB, 1, 480 * MIB, 2, 24 * GIB);
        assertThat(traits.bytesPerThread(MemoryLevel.L3, 1)).isEqualTo(8 * MIB);
        assertThat(traits(MIB, 1, 8 * MIB, 8, 64 * GIB).bytesPerThread(MemoryLevel.L3, 4)).isEqualTo(MIB);
    }

    @Test
    void memoryIsReadFourTimesBeyondTheThirdLevelWithinBounds() {
        assertThat(traits(MIB, 1, 100 * MIB, 2, 64 * GIB).bytesPerThread(MemoryLevel.DRAM, 2)).isEqualTo(200 * MIB);
        assertThat(traits(MIB, 1, 2 * GIB, 2, 64 * GIB).bytesPerThread(MemoryLevel.DRAM, 1)).isEqualTo(2 * GIB);
        assertThat(traits(MIB, 1, 0, 1, 64 * GIB).bytesPerThread(MemoryLevel.DRAM, 1)).isEqualTo(256 * MIB);
        assertThat(traits(MIB, 1, 480 * MIB, 2, GIB).bytesPerThread(MemoryLevel.DRAM, 1)).isEqualTo(128 * MIB);
    }

    @Test
    void levelsThatAreNotThereAreNotMeasured() {
        assertThat(traits(0, 1, 0, 1, GIB).has(MemoryLevel.L2)).isFalse();
        assertThat(traits(MIB, 1, 0, 1, GIB).has(MemoryLevel.L3)).isFalse();
        assertThat(traits(MIB, 1, MIB, 1, GIB).has(MemoryLevel.L3)).isTrue();
    }
}
