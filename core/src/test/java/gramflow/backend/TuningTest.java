package gramflow.backend;

import gramflow.backend.Tuning.Shape;
import gramflow.machine.Jit;
import gramflow.machine.Progress;
import gramflow.machine.PropertyException;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TuningTest {
    /** A tuning is of the vector backend: where this JVM has none, as in the lanes without the module and with C1 alone, there is nothing to tune. */
    private static final String NO_VECTORS = "skipped: this JVM has no vector backend to tune";

    private static final String TEXT = "f64:bits=512,tile=8x2x2,depth=1024,left=419430,cols=256;f32:bits=256,tile=4x3x1,depth=512,left=8192,cols=128";

    @Test
    void itIsReadAsItIsWritten() {
        Tuning tuning = new Tuning(new Shape(512, 8, 2, 2, 1024, 419_430, 256), new Shape(256, 4, 3, 1, 512, 8192, 128));
        assertThat(tuning).hasToString(TEXT);
        assertThat(Tuning.parse(TEXT)).isEqualTo(tuning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", ";", "f64:bits=512,tile=8x2x2,depth=1024,left=419430,cols=256", TEXT + ";", TEXT + ";" + TEXT})
    void whatIsNoTuningIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tuning.parse(text)).withMessageStartingWith("expected f64:bits=512,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bits=1024", "tile=0x2x2", "tile=17x2x2", "tile=8x9x2", "tile=8x2x5", "depth=15", "depth=16385", "left=1",
            "cols=15",
            "cols=4097", "depth=99999999999"})
    void whatIsOutOfRangeIsRefused(String part) {
        String name = part.substring(0, part.indexOf('=') + 1);
        String text = TEXT.replaceFirst(name + "[^,;]*", part);
        assertThatIllegalArgumentException().isThrownBy(() -> Tuning.parse(text)).withMessageContaining("expected ");
    }

    @Test
    void whatThisJvmCannotDoIsAnErrorOfTheProperty() {
        assertThatExceptionOfType(PropertyException.class).isThrownBy(() -> Tuning.asked(TEXT, 256))
                .withMessageStartingWith("-D" + Tuning.PROPERTY + "=" + TEXT + ": the widest vectors of this JVM have 256 bits");
        assertThat(Tuning.asked(null, 512)).isEmpty();
        assertThat(Tuning.asked("", 512)).isEmpty();
        assertThat(Tuning.asked(TEXT, 512)).isPresent();
    }

    @Test
    void noTuningChangesABitOfAProduct() {
        assumeTrue(Jit.current().obstacleToVectors().isEmpty(), NO_VECTORS);
        int widest = Jit.current().vectorBits();
        Tuning standard = Tuning.standard(widest);
        for (Precision precision : Precision.values()) {
            Matrix x = random(precision);
            Matrix expected = gram(standard, x);
            Shape shape = standard.of(precision);
            for (Shape other : List.of(shape.withDepth(16), shape.withDepth(48).withCols(16).withLeftBytes(4096), shape.withCols(4096),
                    shape.withTile(128, 3, 1, 1), shape.withTile(widest, 12, 2, 1), shape.withTile(Math.min(256, widest), 4, 3, 4),
                    shape.withTile(widest, 5, 3, 3))) {
                assertThat(gram(standard.with(precision, other), x).strided().segment().mismatch(expected.strided().segment()))
                        .as("%s %s", precision, other).isEqualTo(-1);
            }
        }
    }

    @Test
    void theKeyAndTheDescriptionTellATuning() {
        assumeTrue(Jit.current().obstacleToVectors().isEmpty(), NO_VECTORS);
        int bits = Jit.current().vectorBits();
        Tuning standard = Tuning.standard(bits);
        Backend plain = backend(standard);
        Backend tuned = backend(standard.with(Precision.F32, standard.f32().withTile(128, 6, 1, 1).withDepth(512)));
        assertThat(plain.description()).doesNotContain("tuned");
        assertThat(tuned.description()).contains("tuned");
        assertThat(tuned.numericKey(Precision.F32)).contains("128 bits, tile 6x1, depth 512");
        assertThat(tuned.numericKey(Precision.F64)).isEqualTo(plain.numericKey(Precision.F64));
    }

    private static Backend backend(Tuning tuning) {
        return new VectorBackend(Jit.current().vectorBits(), Jit.current().fma(), tuning);
    }

    private static Matrix gram(Tuning tuning, Matrix x) {
        Matrix k = Matrix.zeros(x.precision(), x.rows(), x.rows());
        backend(tuning).gram(1.5, x.strided(), 0, Triangle.LOWER, k.strided(), Workers.of(2), Progress.NONE);
        return k;
    }

    /** Rows enough for more than few panels of every tile that is tried, which below that may leave the product to another. */
    private static Matrix random(Precision precision) {
        SplittableRandom random = new SplittableRandom(3);
        Matrix x = Matrix.zeros(precision, 293, 77);
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                x.set(i, j, random.nextDouble() - 0.5);
            }
        }
        return x;
    }
}
