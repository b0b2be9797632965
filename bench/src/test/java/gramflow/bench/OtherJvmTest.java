package gramflow.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line in JVMs of other kinds, each started with flags that leave something out. */
final class OtherJvmTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @TempDir
    Path temp;

    private record Run(int code, String out, List<String> err) {
    }

    private static List<String> command(List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Run java(List<String> flags, String... arguments) throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        int code = new ProcessBuilder(command(flags, arguments)).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        // The JVM's own warnings, of incubator modules for one, cannot be silenced.
        try (Stream<String> lines = Files.lines(err, StandardCharsets.UTF_8)) {
            return new Run(code, Files.readString(out), lines.filter(line -> !line.contains("WARNING")).toList());
        }
    }

    @Test
    void withoutTheVectorModuleAutoTakesALinkedLibraryOrElseScalar() throws Exception {
        Run run = java(List.of(), "doctor");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Vector API    no: ", "--add-modules jdk.incubator.vector");
        // The backends are listed best first.
        String best = run.out().lines().filter(line -> line.matches("\\w+ +yes: .*")).findFirst().orElseThrow().split(" ", 2)[0];
        assertThat(best).isIn("openblas", "blis", "mkl", "blas", "jblas", "scalar");
        assertThat(run.out()).contains("auto takes    " + best);
    }

    @Test
    void vectorAskedForWithoutItsModuleIsRefusedInOneLine() throws Exception {
        Run run = java(List.of(), "doctor", "--backend", "vector");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).singleElement().asString().startsWith("gramflow doctor: backend 'vector' cannot run here: ")
                .contains("--add-modules jdk.incubator.vector");
    }

    @ParameterizedTest
    @CsvSource({"-XX:TieredStopAtLevel=1, C2 is off", "-Xint, C2 is off", "-XX:MaxVectorSize=8, vectors of 64 bits"})
    void vectorIsRefusedWhereItsVectorsWouldBeObjects(String flag, String why) throws Exception {
        Run run = java(List.of(MODULE, flag), "doctor", "--backend", "vector");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains(why);
    }

    @ParameterizedTest
    @CsvSource({"-Dgramflow.vector.bits=1024", "-Dgramflow.vector.bits=512 -XX:MaxVectorSize=16", "-Dgramflow.backend=none"})
    void propertyThatCannotBeHonouredIsAnError(String flags) throws Exception {
        List<String> all = new ArrayList<>(List.of(flags.split(" ", -1)));
        all.add(MODULE);
        Run run = java(all, "doctor");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().startsWith("gramflow doctor: " + all.getFirst() + ": ");
    }

    @Test
    void widthAskedForIsTheWidthInUse() throws Exception {
        Run run = java(List.of(MODULE, "-Dgramflow.vector.bits=128"), "doctor");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("vectors of 128 bits").containsPattern("numeric key +vector f64, 128 bits");
    }

    @Test
    void withoutHardwareFmaNoneIsUsed() throws Exception {
        Run run = java(List.of(MODULE, "-XX:-UseFMA"), "doctor");
        assertThat(run.out()).contains("FMA           no").containsPattern("numeric key +vector f64.*, no fma");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void stoppedFromOutsideItEndsAtTheNextPieceAndLeavesNoHalfFile() throws Exception {
        Path k = temp.resolve("K.npy");
        Path err = temp.resolve("err");
        // A minute and more of plain loops, of which only the beginning is waited for.
        Process process = new ProcessBuilder(
                command(List.of(), "gram", "--synthetic", "gauss:4000,8000", "--backend", "scalar", "--threads", "1", "--out",
                        k.toString()))
                .redirectError(err.toFile()).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("plan")) {
                line = out.readLine();
            }
            process.destroy();
            assertThat(process.waitFor()).as("128 + SIGTERM").isEqualTo(143);
        }
        assertThat(Files.readString(err)).contains("gramflow gram: stopped").doesNotContain("did not stop");
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).containsExactly(err);
        }
    }
}
