package gramflow.backend.differential;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Strided;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a matrix–vector product must stand beyond what every product does: slender matrices, either way round. */
class MatvecTest {
    private static final Differential DIFFERENTIAL = new Differential();

    static Stream<Subject> subjects() {
        return Subject.all().filter(s -> s.operation() == Operation.MATVEC);
    }

    @AfterAll
    static void close() {
        DIFFERENTIAL.close();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @Tag("lane")
    void integersAreExactWhereTheMatrixIsAllButAVector(Subject s) {
        Cases.drawn(s.operation(), s.precision(), Shape.slender()).forEach(c -> DIFFERENTIAL.check(s.backend(), c));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void roundedSumsKeepTheErrorBoundWhereTheMatrixIsAllButAVector(Subject s) {
        Cases.rounded(s.operation(), s.precision(), Shape.slender()).forEach(c -> DIFFERENTIAL.check(s.backend(), c));
    }

    /** The built-in backends' promise: a BLAS may do otherwise. */
    static Stream<Subject> builtIn() {
        return Subject.builtIn().filter(s -> s.operation() == Operation.MATVEC);
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    @Tag("lane")
    void theBitsOfARowDoNotDependOnWhereItStands(Subject s) {
        int m = 21;
        Case c = Case.of(s.operation(), s.precision(), m, 1, 1009).withEntries(Entries.UNIFORM);
        Operands operands = Operands.of(c);
        Strided a = operands.first().block();
        Strided result = operands.result().block();
        try (Workers one = Workers.of(1)) {
            s.operation().call(s.backend(), c, a, operands.second().block(), result, one, Progress.NONE);
            for (int i = 0; i < m; i++) {
                Strided alone = Operands.of(c).result().block().block(i, i + 1, 0, 1);
                s.operation().call(s.backend(), c, a.block(i, i + 1, 0, a.cols()), operands.second().block(), alone, one, Progress.NONE);
                assertThat(alone.get(0, 0)).as("%s: row %d of %s", s, i, c).isEqualTo(result.get(i, 0));
            }
        }
    }
}
