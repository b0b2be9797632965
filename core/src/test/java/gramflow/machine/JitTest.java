package gramflow.machine;

import gramflow.machine.Jit.Compiler;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JitTest {
    /** HotSpot as it reports itself on a CPU with AVX-512. */
    private static final Map<String, String> AVX512 = Map.of("MaxVectorSize", "64", "UseFMA", "true", "UseAVX", "3", "TieredStopAtLevel",
            "4");

    private static Jit jit(String architecture, Map<String, String> flags, String mode, boolean module) {
        return Jit.of(Map.of("java.vm.name", "OpenJDK 64-Bit Server VM", "java.vm.version", "25.0.3+9", "java.vm.info", mode)::get,
                name -> Optional.ofNullable(flags.get(name)), architecture, module);
    }

    private static Jit x86(String... changes) {
        Map<String, String> flags = new HashMap<>(AVX512);
        for (String change : changes) {
            String[] pair = change.split("=", 2);
            flags.put(pair[0], pair[1]);
        }
        return jit("amd64", flags, "mixed mode, sharing", true);
    }

    @Test
    void hotSpotWithC2OnAvx512HasNoObstacle() {
        Jit jit = x86();
        assertThat(jit.compiler()).isEqualTo(Compiler.C2);
        assertThat(jit.widestVectorBits()).isEqualTo(512);
        assertThat(jit.fma()).isTrue();
        assertThat(jit.obstacleToVectors()).isEmpty();
        assertThat(jit.vectorBits(null)).isEqualTo(512);
    }

    @Test
    void vectorsAreComparedInRegistersFromAvx2On() {
        assertThat(x86("UseAVX=0").comparesVectors()).isFalse();
        assertThat(x86("UseAVX=1").comparesVectors()).isFalse();
        assertThat(x86("UseAVX=2").comparesVectors()).isTrue();
        assertThat(jit("aarch64", Map.of("MaxVectorSize", "16", "UseFMA", "true"), "mixed mode", true).comparesVectors()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"MaxVectorSize=16 UseAVX=0, 128", "MaxVectorSize=32 UseAVX=1, 128", "MaxVectorSize=32 UseAVX=2, 256",
            "MaxVectorSize=16 UseAVX=3, 128",
            "MaxVectorSize=8 UseAVX=3, 64", "MaxVectorSize=256 UseAVX=3, 512", "MaxVectorSize=48 UseAVX=3, 256",
            "MaxVectorSize=x UseAVX=3, 0"})
    void widestVectorsFollowFromTheFlags(String flags, int bits) {
        assertThat(x86(flags.split(" ", -1)).widestVectorBits()).isEqualTo(bits);
    }

    @Test
    void armHasWideVectorsOnlyWithSve() {
        Map<String, String> flags = Map.of("MaxVectorSize", "64", "UseFMA", "true", "UseSVE", "0", "TieredStopAtLevel", "4");
        assertThat(jit("aarch64", flags, "mixed mode", true).widestVectorBits()).isEqualTo(128);
        Map<String, String> sve = Map.of("MaxVectorSize", "32", "UseFMA", "true", "UseSVE", "1", "TieredStopAtLevel", "4");
        assertThat(jit("aarch64", sve, "mixed mode", true).widestVectorBits()).isEqualTo(256);
    }

    @Test
    void fmaIsFalseUnlessTheJvmSaysOtherwise() {
        assertThat(x86("UseFMA=false").fma()).isFalse();
        assertThat(jit("amd64", Map.of(), "mixed mode", true).fma()).isFalse();
    }

    @Test
    void withoutC2EveryVectorIsAnObject() {
        assertThat(x86("TieredStopAtLevel=1").compiler()).isEqualTo(Compiler.C1);
        assertThat(x86("TieredStopAtLevel=1").obstacleToVectors()).hasValueSatisfying(why -> assertThat(why).contains("C2 is off"));
        assertThat(x86("TieredStopAtLevel=0").compiler()).isEqualTo(Compiler.NONE);
        assertThat(jit("amd64", AVX512, "interpreted mode, sharing", true).compiler()).isEqualTo(Compiler.NONE);
    }

    @Test
    void aJvmBuiltWithoutC2HasC1Only() {
        assertThat(jit("amd64", Map.of("UseFMA", "true", "TieredStopAtLevel", "4"), "mixed mode", true).compiler()).isEqualTo(Compiler.C1);
    }

    @Test
    void ofAnotherJvmOrCompilerNothingIsTakenForGranted() {
        Jit other = jit("amd64", Map.of(), "", true);
        assertThat(other.compiler()).isEqualTo(Compiler.OTHER);
        assertThat(other.widestVectorBits()).isZero();
        assertThat(other.obstacleToVectors()).isPresent();
        assertThat(x86("UseJVMCICompiler=true").compiler()).isEqualTo(Compiler.OTHER);
    }

    @Test
    void obstaclesSayWhatWouldHelp() {
        assertThat(jit("amd64", AVX512, "mixed mode", false).obstacleToVectors()).hasValueSatisfying(why -> assertThat(why)
                .contains("--add-modules jdk.incubator.vector"));
        assertThat(x86("EnableVectorSupport=false").obstacleToVectors()).isPresent();
        assertThat(x86("MaxVectorSize=8").obstacleToVectors()).hasValueSatisfying(why -> assertThat(why).contains("64 bits"));
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void widthsUpToTheWidestAreHonoured(int bits) {
        assertThat(x86().vectorBits(Integer.toString(bits))).isEqualTo(bits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "1024", "384", "0", "-128", "wide", "", "128.0"})
    void whatIsNoWidthIsAnError(String asked) {
        assertThatThrownBy(() -> x86().vectorBits(asked)).isInstanceOf(PropertyException.class)
                .hasMessage("-Dgramflow.vector.bits=" + asked + ": expected 128, 256 or 512");
    }

    @Test
    void widerThanTheJvmCanIsAnErrorNotAnotherWidth() {
        assertThatThrownBy(() -> x86("UseAVX=2", "MaxVectorSize=32").vectorBits("512")).isInstanceOf(PropertyException.class)
                .hasMessageContaining("-Dgramflow.vector.bits=512").hasMessageContaining("256 bits").hasMessageContaining("UseAVX=2");
    }

    @Test
    void aWidthWithoutTheVectorModuleIsAnError() {
        assertThatThrownBy(() -> jit("amd64", AVX512, "mixed mode", false).vectorBits("256")).isInstanceOf(PropertyException.class)
                .hasMessageContaining("--add-modules");
    }

    @Test
    void thisJvmPrefersTheWidthThatTheVectorApiPrefers() throws Exception {
        Jit jit = Jit.current();
        if (jit.obstacleToVectors().isEmpty()) {
            Object species = Class.forName("jdk.incubator.vector.DoubleVector").getField("SPECIES_PREFERRED").get(null);
            Method bits = Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("vectorBitSize");
            assertThat(jit.widestVectorBits()).isEqualTo(bits.invoke(species));
        } else {
            assertThat(jit.obstacleToVectors()).get().asString().isNotBlank();
        }
    }
}
