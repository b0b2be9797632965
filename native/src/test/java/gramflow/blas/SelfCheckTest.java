package gramflow.blas;

import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A check is worth what it catches: the kernels of a library that works, with one fault each. */
class SelfCheckTest {
    enum Fault {
        NONE, GEMM, SYRK, GEMV, DOT, AXPY
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aKernelThatIsWrongIsNamed(Fault fault) throws Exception {
        BlockKernels kernels = new Faulty(library().kernels(), fault);
        for (Precision precision : Precision.values()) {
            if (fault == Fault.NONE) {
                assertThatCode(() -> SelfCheck.check(kernels, precision)).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> SelfCheck.check(kernels, precision)).isInstanceOf(LibraryException.class)
                        .hasMessage("its %s %s gave a wrong result", precision.label(), fault.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    void openblasKeepsNan() throws Exception {
        for (Precision precision : Precision.values()) {
            assertThatCode(() -> SelfCheck.checkZeroTimesInfinity(library().kernels(), precision)).doesNotThrowAnyException();
            assertThat(SelfCheck.syrkKeepsNan(library().kernels(), precision)).isTrue();
            assertThat(SelfCheck.gemvKeepsNan(library().kernels(), precision)).isTrue();
        }
    }

    private static Library library() throws Exception {
        return Library.open(BundledOpenblas.library().toString(), "");
    }

    /** Computes, and spoils the result. */
    private record Faulty(BlockKernels right, Fault fault) implements BlockKernels {
        private void spoil(Fault here, Precision precision, MemorySegment result) {
            if (fault == here) {
                Operand.dense(result, precision, 2, 1, true).set(1, 0, 99);
            }
        }

        @Override
        public void gemm(Precision precision, int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c) {
            right.gemm(precision, m, n, k, alpha, a, b, beta, c);
            spoil(Fault.GEMM, precision, c.memory());
        }

        @Override
        public void syrk(Precision precision, int n, int k, double alpha, Operand a, double beta, Operand c) {
            right.syrk(precision, n, k, alpha, a, beta, c);
            // In the upper triangle, which is not to be touched.
            spoil(Fault.SYRK, precision, c.memory());
        }

        @Override
        public void gemv(Precision precision, int m, int n, double alpha, Operand a, MemorySegment x, double beta, MemorySegment y) {
            right.gemv(precision, m, n, alpha, a, x, beta, y);
            spoil(Fault.GEMV, precision, y);
        }

        @Override
        public double dot(Precision precision, int n, MemorySegment x, MemorySegment y) {
            return right.dot(precision, n, x, y) + (fault == Fault.DOT ? 1 : 0);
        }

        @Override
        public void axpy(Precision precision, int n, double alpha, MemorySegment x, MemorySegment y) {
            right.axpy(precision, n, alpha, x, y);
            spoil(Fault.AXPY, precision, y);
        }

        @Override
        public boolean hasSyrk() {
            return true;
        }

        @Override
        public boolean gemvLosesNan() {
            return false;
        }

        @Override
        public boolean takes(MemorySegment memory, Precision precision, double flops) {
            return right.takes(memory, precision, flops);
        }

        @Override
        public MemorySegment scratch(Precision precision, long elements, Arena arena) {
            return right.scratch(precision, elements, arena);
        }
    }
}
