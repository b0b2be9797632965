package gramflow.house;

import gramflow.backend.Backends;
import gramflow.house.FreshJvm.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the papers say that can be tried: their programs print what stands below them, and their links lead somewhere. */
class PapersTest {
    private static final Pattern PROGRAM = Pattern.compile("^```java\n(.*?)^```\n\nIt prints\n\n```text\n(.*?)^```\n",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(#[^)]*)?\\)");

    /** A program of a paper, and what it says that it prints. */
    record Program(String paper, String source, String output) {
        @Override
        public String toString() {
            return paper + ", " + source.lines().count() + " lines";
        }
    }

    static Stream<Program> programs() {
        List<Program> programs = new ArrayList<>();
        for (Path paper : papers()) {
            PROGRAM.matcher(read(paper)).results().map(m -> new Program(name(paper), m.group(1), m.group(2))).forEach(programs::add);
        }
        return programs.stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramPrintsWhatThePaperSays(Program program, @TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Example.java"), program.source);
        Outcome outcome = FreshJvm.run(source.toString());
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).isEqualToNormalizingNewlines(program.output);
    }

    @Test
    void everyProgramIsTried() {
        for (Path paper : papers()) {
            long programs = programs().filter(p -> p.paper.equals(name(paper))).count();
            assertThat(read(paper).lines().filter(line -> line.equals("```java")).count()).as(name(paper)).isEqualTo(programs);
        }
        assertThat(programs().map(Program::paper)).contains("README.md", "docs/embedding.md");
    }

    @Test
    void everyLinkBetweenPapersLeadsToAFile() {
        for (Path paper : papers()) {
            List<String> links = LINK.matcher(read(paper)).results().map((MatchResult m) -> m.group(1)).toList();
            assertThat(links).as(name(paper)).allSatisfy(link -> assertThat(paper.resolveSibling(link)).exists());
        }
    }

    @Test
    void theReadmeShowsItsTwoCommandsAndTheFullLicenceLiesBesideIt() {
        assertThat(read(root().resolve("README.md"))).contains("\n./gramflow bench ").contains("\nmvn verify\n");
        assertThat(read(root().resolve("LICENSE"))).contains("Apache License").contains("END OF TERMS AND CONDITIONS");
    }

    private static List<Path> papers() {
        try (Stream<Path> docs = Files.walk(root().resolve("docs")); Stream<Path> top = Files.list(root())) {
            return Stream.concat(docs, top).filter(p -> p.toString().endsWith(".md")).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The folder of the repository: classes are in core/target/classes. */
    private static Path root() {
        return FreshJvm.folderOf(Backends.class).resolve("../../..").normalize();
    }

    private static String name(Path paper) {
        return root().relativize(paper).toString().replace('\\', '/');
    }

    private static String read(Path paper) {
        try {
            return Files.readString(paper);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
