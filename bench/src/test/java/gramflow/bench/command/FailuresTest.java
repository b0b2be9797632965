package gramflow.bench.command;

import gramflow.backend.BackendException;
import gramflow.io.DataException;
import gramflow.machine.PropertyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

import static org.assertj.core.api.Assertions.assertThat;

final class FailuresTest {

    /** Throws what it is given, out of a command. */
    @Command(name = "throwing")
    static final class Throwing implements Runnable {
        private final Throwable thrown;

        Throwing(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        public void run() {
            sneak(thrown);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <T extends Throwable> void sneak(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }

    private static Cli throwing(Throwable thrown) {
        return Cli.run(line -> {
            line.addSubcommand(new Throwing(thrown));
            Failures.handle(line);
            return line;
        }, "throwing");
    }

    static Stream<Arguments> thrownAndExitCode() {
        return Stream.of( //
                Arguments.of(new UsageException("--rows 0: expected at least 1"), 2, "--rows 0"),
                Arguments.of(new BackendException("backend 'x' cannot run here: y"), 2, "backend 'x'"),
                Arguments.of(new DataException("a.csv", "empty"), 2, "a.csv: empty"),
                Arguments.of(new PropertyException("-Dgramflow.x=1: no"), 2, "-Dgramflow.x=1: no"),
                Arguments.of(new ShortageException("takes 2 TB, has 1"), 3, "takes 2 TB, has 1"),
                Arguments.of(new NoSuchFileException("a.npy"), 2, "a.npy: no such file"),
                Arguments.of(new AccessDeniedException("a.npy"), 2, "a.npy: permission denied"),
                Arguments.of(new FileSystemException("a.npy", null, "Is a directory"), 2, "a.npy: Is a directory"),
                Arguments.of(new FileSystemException("k.npy", null, "No space left on device"), 3, "disk full: k.npy"),
                Arguments.of(new IOException("No space left on device"), 3, "disk full"),
                Arguments.of(new UncheckedIOException(new IOException("Disk quota exceeded")), 3, "disk full"),
                Arguments.of(new IOException("Input/output error"), 3, "Input/output error"),
                Arguments.of(new OutOfMemoryError("Java heap space"), 3, "not enough memory: Java heap space"),
                Arguments.of(new StackOverflowError(), 3, "internal error"),
                Arguments.of(new IllegalStateException("never so"), 3, "internal error, please report it: IllegalStateException: never so"),
                Arguments.of(new CancellationException("stopped after 3 of 9 tiles"), 130, "stopped after 3 of 9 tiles"));
    }

    @ParameterizedTest
    @MethodSource("thrownAndExitCode")
    void whateverIsThrownBecomesItsExitCodeAndOneLine(Throwable thrown, int code, String says) {
        Cli run = throwing(thrown);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).startsWith("gramflow throwing: ").contains(says).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMessageOfSeveralLinesIsToldInOne() {
        assertThat(throwing(new UsageException("first\n   second\r\nthird\n")).err().strip())
                .isEqualTo("gramflow throwing: first second third");
    }

    @Test
    void stackTraceIsShownOnlyWhenAskedFor() {
        assertThat(throwing(new IllegalStateException("x")).err()).doesNotContain("at gramflow");
        System.setProperty(Failures.TRACE, "true");
        try {
            assertThat(throwing(new IllegalStateException("x")).err()).contains("at gramflow");
        } finally {
            System.clearProperty(Failures.TRACE);
        }
    }

    @Test
    void unknownOptionIsRefusedWithTheNearestOne() {
        Cli run = Cli.run("doctor", "--thread", "2");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualToIgnoringNewLines("gramflow doctor: unknown option '--thread'; did you mean --threads?");
    }

    @Test
    void unknownCommandIsRefused() {
        Cli run = Cli.run("0000");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("gramflow: unknown command '0000'").contains("doctor").hasLineCount(1);
    }

    @Test
    void misspeltCommandIsRefusedWithTheNearestOne() {
        assertThat(Cli.run("docter").err()).contains("did you mean doctor?").hasLineCount(1);
    }

    @Test
    void noCommandAtAllIsRefused() {
        Cli run = Cli.run();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("command").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--threads 0", "--threads -1", "--threads 5000", "--threads two", "--threads", "--threads 1 --threads 2",
            "--precision f16",
            "--precision F64", "--backend nothing", "--json /no/such/folder/x.json", "--json /", "stray", "--quiet=maybe", "-x", "--",
            "@args"})
    void wrongOptionIsRefusedInOneLine(String options) {
        if (options.equals("--")) {
            options = "-- stray";
        }
        Cli run = Cli.run(("doctor " + options).split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("gramflow doctor: ").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void helpAndVersionAreEverywhere() {
        for (String option : new String[]{"--help", "--version"}) {
            assertThat(Cli.run(option).code()).isZero();
            assertThat(Cli.run("doctor", option).code()).isZero();
        }
        assertThat(Cli.run("doctor", "--help").out()).contains("--json", "--threads", "--backend", "--precision", "--quiet");
        assertThat(Cli.run("--version").out()).matches("gramflow \\d+\\.\\d+\\.\\d+\\S*, Java 2\\d.*\\R").doesNotContain("${");
    }
}
