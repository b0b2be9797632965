package gramflow.backend;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * A 50,000 × 50,000 matrix of floats has more entries than an {@code int} can count, and ten times the bytes. It is mapped from a sparse file, of which only
 * the tiles that are touched take room; where files cannot have holes, the tests say so and skip.
 */
@Tag("lane")
class BeyondIntTest {
    private static final long N = 50_000;
    private static final long BYTES = N * N * Float.BYTES;
    /** The file's own tables and what the page cache reads ahead. */
    private static final long TOUCHED_AT_MOST = 1L << 30;
    private static final int TILE = 70;
    private static final int DEPTH = 33;
    private static final Workers WORKERS = Workers.of(2);

    private static final Arena ARENA = Arena.ofShared();

    private static Strided whole = new Strided(MemorySegment.NULL, Precision.F32, 0, 0, 0, 0);

    static Stream<Backend> backends() {
        List<String> without = List.of(System.getProperty("gramflow.suite.without", "").split(",", -1));
        return Backends.all().stream().filter(found -> found.availability().usable() && !without.contains(found.name()))
                .map(found -> found.provider().backend());
    }

    @BeforeAll
    static void map(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("50000x50000.f32");
        if (Files.getFileStore(folder).getUsableSpace() < TOUCHED_AT_MOST) {
            abort("less than 1 GiB free in " + folder);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            whole = new Strided(channel.map(MapMode.READ_WRITE, 0, BYTES, ARENA), Precision.F32, N, N, N, 1);
        } catch (IOException e) {
            abort("the file system of " + folder + " refuses a sparse file of 10 GB: " + e.getMessage());
        }
    }

    @AfterAll
    static void unmap() {
        ARENA.close();
        WORKERS.close();
    }

    /** Tiles at the corners, and one that has the 2³¹th entry in it. */
    private static List<Strided> tiles() {
        long end = N - TILE;
        long row = (1L << 31) / N - TILE / 2;
        long col = (1L << 31) % N - TILE / 2;
        return Stream.of(new long[]{0, 0}, new long[]{0, end}, new long[]{end, 0}, new long[]{end, end}, new long[]{row, col})
                .map(at -> whole.block(at[0], at[0] + TILE, at[1], at[1] + TILE)).toList();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void gemmWritesTilesAnywhere(Backend backend) {
        Strided a = integers(TILE, DEPTH, 1);
        Strided b = integers(DEPTH, TILE, 2);
        for (Strided c : tiles()) {
            backend.gemm(1, a, b, 0, c, WORKERS, Progress.NONE);
            assertProduct(c, a, b);
            backend.gemm(1, b.transpose(), a.transpose(), 0, c.transpose(), WORKERS, Progress.NONE);
            assertProduct(c.transpose(), b.transpose(), a.transpose());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void tilesAnywhereAreFactorsOfGemmAndGram(Backend backend) {
        Strided b = integers(TILE, 5, 3);
        for (Strided x : tiles()) {
            fill(x, 4);
            Strided c = integers(TILE, 5, 0);
            backend.gemm(1, x, b, 0, c, WORKERS, Progress.NONE);
            assertProduct(c, x, b);
            Strided k = integers(TILE, TILE, 0);
            backend.gram(1, x, 0, Triangle.BOTH, k, WORKERS, Progress.NONE);
            assertProduct(k, x, x.transpose());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void gramWritesTheTilesOnTheDiagonal(Backend backend) {
        Strided x = integers(TILE, DEPTH, 5);
        for (long at : new long[]{0, (1L << 31) / N, N - TILE}) {
            Strided k = whole.block(at, at + TILE, at, at + TILE);
            backend.gram(1, x, 0, Triangle.BOTH, k, WORKERS, Progress.NONE);
            assertProduct(k, x, x.transpose());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aWholeRowOfTilesIsWrittenBehindTheFirstTwoBillionEntries(Backend backend) {
        Strided a = integers(3, DEPTH, 6);
        Strided b = integers(DEPTH, N, 7);
        Strided c = whole.block(N - 3, N, 0, N);
        backend.gemm(1, a, b, 0, c, WORKERS, Progress.NONE);
        assertProduct(c, a, b);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aVectorIsMultipliedByTheLastRowsEitherWayRound(Backend backend) {
        Strided a = whole.block(N - 17, N, 0, N);
        fill(a, 8);
        Strided x = integers(N, 1, 9);
        Strided y = integers(17, 1, 0);
        backend.matvec(1, a, x, 0, y, WORKERS, Progress.NONE);
        assertProduct(y, a, x);
        Strided factor = integers(17, 1, 10);
        Strided z = integers(N, 1, 0);
        backend.matvec(1, a.transpose(), factor, 0, z, WORKERS, Progress.NONE);
        assertProduct(z, a.transpose(), factor);
        assertThat(backend.dot(a, a, WORKERS)).isEqualTo(sumOfProducts(a));
    }

    private static double sumOfProducts(Strided a) {
        double sum = 0;
        for (long i = 0; i < a.rows(); i++) {
            for (long j = 0; j < a.cols(); j++) {
                sum += a.get(i, j) * a.get(i, j);
            }
        }
        return sum;
    }

    /** Small integers, whose sums of products are exact in single precision. */
    private static Strided integers(long rows, long cols, int seed) {
        Strided block = new Strided(Arena.ofAuto().allocate(rows * cols * Float.BYTES, 64), Precision.F32, rows, cols, cols, 1);
        fill(block, seed);
        return block;
    }

    private static void fill(Strided block, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < block.rows(); i++) {
            for (long j = 0; j < block.cols(); j++) {
                block.set(i, j, random.nextInt(-3, 4));
            }
        }
    }

    private static void assertProduct(Strided c, Strided a, Strided b) {
        for (long i = 0; i < c.rows(); i++) {
            for (long j = 0; j < c.cols(); j++) {
                double expected = 0;
                for (long l = 0; l < a.cols(); l++) {
                    expected += a.get(i, l) * b.get(l, j);
                }
                if (c.get(i, j) != expected) {
                    throw new AssertionError("entry (%d, %d) is %s, expected %s".formatted(i, j, c.get(i, j), expected));
                }
            }
        }
    }
}
