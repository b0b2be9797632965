package gramflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The launcher, in a house of paper: the JDKs only print their arguments, and Maven only counts how often it was called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class LauncherTest {

    private static final String PATH = System.getenv("PATH");

    @TempDir
    Path temp;
    private Path root;
    private Path jdk;

    @BeforeEach
    void makeHouse() throws IOException {
        root = temp.resolve("a house with blanks");
        for (String module : List.of("core", "native", "bench")) {
            Files.createDirectories(root.resolve(module + "/src/main"));
            Files.writeString(root.resolve(module + "/pom.xml"), "");
        }
        Files.writeString(root.resolve("pom.xml"), "");
        Files.copy(Path.of(System.getProperty("user.dir")).resolveSibling("gramflow"), root.resolve("gramflow"),
                StandardCopyOption.COPY_ATTRIBUTES);
        jdk = jdk("jdk 25", "25.0.3");
        script(temp.resolve("bin/mvn"), """
                echo call >> "$MAVEN_CALLS"
                echo "compiling"
                if [ -n "$MAVEN_FAILS" ]; then echo "it does not compile"; exit 1; fi
                mkdir -p "$ROOT/bench/target/lib"
                sleep 0.2
                touch "$ROOT/bench/target/gramflow-bench-1.jar"
                """);
        long before = Instant.now().getEpochSecond() - 60;
        try (var files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(before)));
            }
        }
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A folder that looks like a JDK; its java tells what it was started with. */
    private Path jdk(String name, String version) throws IOException {
        Path home = temp.resolve(name);
        script(home.resolve("bin/java"), "echo \"java $0\"\nfor a in \"$@\"; do echo \"[$a]\"; done\nexit 7\n");
        script(home.resolve("bin/javac"), "");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private record Run(int code, String out, String err) {
    }

    private record Started(Process process, Path err) {
        Run finish() throws IOException, InterruptedException {
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Run(process.waitFor(), out, Files.readString(err));
        }
    }

    private Started start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("GRAMFLOW_"));
        builder.environment().putAll(Map.of("PATH", temp.resolve("bin") + ":" + PATH, "JAVA_HOME", jdk.toString(), "ROOT", root.toString(),
                "MAVEN_CALLS", temp.resolve("calls").toString()));
        builder.environment().putAll(environment);
        Path err = Files.createTempFile(temp, "stderr", "");
        return new Started(builder.redirectError(err.toFile()).start(), err);
    }

    private Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return start(root.resolve("gramflow"), environment, arguments).finish();
    }

    private int mavenCalls() throws IOException {
        Path calls = temp.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    @Test
    void argumentsAndExitCodePassThrough() throws Exception {
        Run run = run(Map.of(), "gram", "--data", "two words", "", "*");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out()).endsWith("[gramflow.bench.Main]\n[gram]\n[--data]\n[two words]\n[]\n[*]\n");
        assertThat(run.out()).contains("[" + root + "/bench/target/gramflow-bench-1.jar:" + root + "/bench/target/lib/*]");
    }

    @Test
    void buildsOnFirstUseAndSaysSoOnStderr() throws Exception {
        assertThat(run(Map.of()).err()).startsWith("gramflow: building").hasLineCount(1);
        assertThat(run(Map.of()).err()).isEmpty();
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"pom.xml", "core/pom.xml", "core/src/main/A.java", "native/src/main/B.java", "bench/src/main/resources/c"})
    void buildsAgainWhenASourceIsNewer(String source) throws Exception {
        run(Map.of());
        Path file = root.resolve(source);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "newer");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
        run(Map.of());
        assertThat(mavenCalls()).isEqualTo(2);
    }

    @Test
    void testsAndOutputsThatAreNewerDoNotBuildAgain() throws Exception {
        run(Map.of());
        Files.createDirectories(root.resolve("core/src/test"));
        Files.setLastModifiedTime(Files.writeString(root.resolve("core/src/test/T.java"), ""), FileTime.from(Instant.now().plusSeconds(1)));
        run(Map.of());
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @Test
    void ofTwoFirstCallsAtOnceOneBuilds() throws Exception {
        Started one = start(root.resolve("gramflow"), Map.of(), "one");
        Started two = start(root.resolve("gramflow"), Map.of(), "two");
        assertThat(one.finish().out()).endsWith("[one]\n");
        assertThat(two.finish().out()).endsWith("[two]\n");
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @Test
    void failedBuildShowsTheEndOfItsLogAndExits3() throws Exception {
        Run run = run(Map.of("MAVEN_FAILS", "yes"));
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("it does not compile").contains("gramflow: the build failed");
        assertThat(run.out()).isEmpty();
        assertThat(run(Map.of()).code()).as("the next call builds again").isEqualTo(7);
    }

    @Test
    void runsThroughSymbolicLinksFromAnywhere() throws Exception {
        Path near = Files.createSymbolicLink(root.resolve("near"), Path.of("gramflow"));
        Path far = Files.createSymbolicLink(temp.resolve("far"), near);
        assertThat(start(far, Map.of(), "x").finish().out()).contains(root + "/bench/target/lib/*").endsWith("[x]\n");
    }

    @ParameterizedTest
    @CsvSource({"25, true", "25.0.3, true", "26-ea, true", "24.0.2, false", "17.0.15, false", "1.8.0_452, false"})
    void takesTheJdkOfJavaHomeIfItIsNewEnough(String version, boolean taken) throws Exception {
        Path other = jdk("other", version);
        // The path leads to one that is new enough, should JAVA_HOME's not be.
        Run run = run(Map.of("JAVA_HOME", other.toString(), "PATH", jdk.resolve("bin") + ":" + temp.resolve("bin") + ":" + PATH));
        assertThat(run.out()).startsWith("java " + (taken ? other : jdk) + "/bin/java\n");
    }

    @Test
    void asksJavaItselfWhereThereIsNoReleaseFile() throws Exception {
        Files.delete(jdk.resolve("release"));
        script(jdk.resolve("bin/java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"26.0.1\" 2026-04-21' >&2; else echo \"java $0\"; fi\n");
        assertThat(run(Map.of()).out()).startsWith("java " + jdk + "/bin/java\n");
    }

    @Test
    void runtimeWithoutACompilerIsPassedOver() throws Exception {
        Path runtime = jdk("runtime", "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));
        Run run = run(Map.of("JAVA_HOME", runtime.toString(), "PATH", jdk.resolve("bin") + ":" + temp.resolve("bin") + ":" + PATH));
        assertThat(run.out()).startsWith("java " + jdk + "/bin/java\n");
    }

    @Test
    void flagsOfTheEnvironmentPassAndTheVectorModuleCanBeLeftOut() throws Exception {
        assertThat(run(Map.of("GRAMFLOW_JAVA_OPTS", " -XX:-UseFMA  -Dx=* ")).out())
                .contains("[--add-modules]\n[jdk.incubator.vector]\n", "[-XX:-UseFMA]\n[-Dx=*]\n[-cp]\n");
        assertThat(run(Map.of("GRAMFLOW_VECTOR", "off")).out()).doesNotContain("jdk.incubator.vector");
    }

    @ParameterizedTest
    @CsvSource({"1g, 256", "1.5G, 384", "700mb, 175", "16g, 512", "1t, 512", "8m, 48", "1073741824, 256"})
    void memoryAskedForBoundsTheHeapToAQuarterOfIt(String size, int heap) throws Exception {
        assertThat(run(Map.of(), "gram", "--memory", size).out()).contains("[-Xmx" + heap + "m]\n")
                .endsWith("[--memory]\n[" + size + "]\n");
        assertThat(run(Map.of(), "gram", "--memory=" + size).out()).contains("[-Xmx" + heap + "m]\n");
    }

    @Test
    void aFactorOfLowRankLeavesTheMemoryToMatrices() throws Exception {
        assertThat(run(Map.of(), "gram", "--rank", "5").out()).contains("[-Xmx512m]\n");
        assertThat(run(Map.of(), "gram", "--rank=5", "--memory", "1g").out()).contains("[-Xmx256m]\n").doesNotContain("[-Xmx512m]");
    }

    @Test
    void withoutASizeOfMemoryTheHeapIsLeftToJava() throws Exception {
        assertThat(run(Map.of(), "gram", "--memory", "much").out()).doesNotContain("-Xmx");
        assertThat(run(Map.of(), "gram", "--data", "1g", "--memory").out()).doesNotContain("-Xmx");
    }

    @Test
    void stderrThatIsAFileIsNoTerminal() throws Exception {
        assertThat(run(Map.of()).out()).doesNotContain("-Dgramflow.terminal");
    }

    @Test
    void folderWithAnImageOfItsOwnRunsThatAndNeitherLooksForAJdkNorBuilds() throws Exception {
        Path image = jdk("image of java", "25.0.3");
        Files.move(image, root.resolve("image"));
        Run run = run(Map.of("JAVA_HOME", "", "PATH", PATH), "doctor");
        assertThat(run.code()).as(run.err()).isEqualTo(7);
        assertThat(run.out()).contains("java " + root.toRealPath().resolve("image/bin/java"),
                "[" + root.toRealPath().resolve("lib") + "/*]",
                "[doctor]");
        assertThat(mavenCalls()).isZero();
    }
}
