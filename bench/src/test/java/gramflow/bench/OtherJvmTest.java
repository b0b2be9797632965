package gramflow.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    private static final String LIBRARY = "-Dgramflow.blas.library=";

    @TempDir
    Path temp;

    private record Run(int code, String out, List<String> err) {
    }

    private static List<String> command(List<String> flags, String... arguments) {
        return commandOn(System.getProperty("java.class.path"), flags, arguments);
    }

    private static List<String> commandOn(String classPath, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("-Dgramflow.cache=" + System.getProperty("gramflow.cache"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Run java(List<String> flags, String... arguments) throws IOException, InterruptedException {
        return start(command(flags, arguments));
    }

    private Run start(List<String> command) throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        int code = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        // The JVM's own warnings, of incubator modules for one, cannot be silenced.
        try (Stream<String> lines = Files.lines(err, StandardCharsets.UTF_8)) {
            return new Run(code, Files.readString(out), lines.filter(line -> !line.contains("WARNING")).toList());
        }
    }

    @Test
    void withoutTheVectorModuleALinkedBlasIsTaken() throws Exception {
        Run run = java(List.of(NATIVE, LIBRARY + "maven"), "doctor");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("auto takes    openblas, the fastest that works here (cannot run: vector)", "Vector API    no: ")
                .contains("--add-modules jdk.incubator.vector").containsPattern("(?m)^openblas +yes: OpenBLAS [0-9.]+, .*from Maven");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void withoutALinkedBlasJblasIsTaken() throws Exception {
        Run run = java(List.of(NATIVE, LIBRARY + "none"), "doctor");
        assertThat(run.out()).containsPattern("auto takes    jblas, the fastest that works here \\(cannot run: vector, openblas, ")
                .containsPattern("(?m)^openblas +no: -Dgramflow.blas.library=none: none is to be linked");
        assertThat(run.err()).as("jblas is quiet").isEmpty();
    }

    @Test
    void withoutJblasEverythingRunsOnScalar() throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("jblas")).collect(Collectors.joining(File.pathSeparator));
        Run run = start(commandOn(classPath, List.of(NATIVE, LIBRARY + "none"), "doctor"));
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("auto takes    scalar").containsPattern("(?m)^jblas +no: org.jblas:jblas is not on the class path");
        Run gram = start(commandOn(classPath, List.of(NATIVE, LIBRARY + "none"), "gram", "--synthetic", "gauss:40,30"));
        assertThat(gram.code()).as(gram.err().toString()).isZero();
    }

    @Test
    void withTheVectorModuleNoLibraryIsOpenedUnlessAskedFor() throws Exception {
        // Without this flag Java says on stderr that native code was called.
        Path cache = temp.resolve("cache");
        Run run = java(List.of(MODULE, "-Dgramflow.cache=" + cache, LIBRARY + "maven", "--illegal-native-access=deny"), "gram",
                "--synthetic",
                "gauss:40,30", "--backend", "vector");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("--enable-native-access");
        Run auto = java(List.of(MODULE, "--illegal-native-access=deny"), "gram", "--synthetic", "gauss:40,30");
        assertThat(auto.code()).as(auto.err().toString()).isZero();
    }

    @Test
    void aCorruptedFileInTheCacheIsReplacedAndTheLibraryRuns() throws Exception {
        Path cache = temp.resolve("cache");
        List<String> flags = List.of(NATIVE, "-Dgramflow.cache=" + cache, LIBRARY + "maven");
        assertThat(java(flags, "doctor", "--backend", "openblas").code()).isZero();
        List<Path> files;
        try (Stream<Path> all = Files.walk(cache)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Files.write(file, new byte[]{1, 2, 3});
        }
        Run run = java(flags, "gram", "--synthetic", "gauss:40,30", "--backend", "openblas");
        assertThat(run.code()).as(run.err().toString()).isZero();
        assertThat(files).allSatisfy(file -> assertThat(file.toFile().length()).isGreaterThan(1000));
    }

    @Test
    void aLibraryThatCannotBeUsedIsPassedOverByNobodyWhenNamed() throws Exception {
        Path text = Files.writeString(temp.resolve("libblas.so"), "text");
        for (List<String> arguments : List.of(List.of("doctor"), List.of("gram", "--synthetic", "gauss:4,3"),
                List.of("bench", "--quick", "--out", temp.resolve("bench").toString()))) {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of("--library", text.toString()));
            Run run = java(List.of(MODULE, NATIVE), all.toArray(String[]::new));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).singleElement().asString()
                    .startsWith("gramflow " + arguments.getFirst() + ": --library " + text + ": not a");
        }
    }

    @Test
    void theLibraryNamedIsTheOneThatRunsAlsoInForks() throws Exception {
        Run run = java(List.of(MODULE, NATIVE, "--sun-misc-unsafe-memory-access=allow"), "bench", "--only", "gram", "--n", "64", "--d",
                "32",
                "--threads", "1", "--quick", "--precision", "f64", "--backend", "openblas", "--library", "maven", "--out",
                temp.resolve("bench").toString());
        assertThat(run.code()).as(run.err().toString()).isZero();
        assertThat(Files.readString(temp.resolve("bench/result.json"))).containsPattern("\"library\" *: *\"OpenBLAS [^\"]*from Maven");
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
