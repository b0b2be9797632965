package gramflow.bench.peers;

import gramflow.bench.measure.Evidence;
import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.JmhForks;
import gramflow.bench.measure.Row;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts forks: with the flags of this JVM, and the environment of this process but for what libraries read of it. */
public final class PeerForks implements Forks {
    private static final List<String> READ_BY_LIBRARIES = List.of("OPENBLAS_", "GOTO_", "BLIS_", "MKL_", "OMP_", "GRAMFLOW_BLAS");
    /** Beyond this a library hangs. */
    private static final long TIMEOUT_SECONDS = 600;

    private final List<String> jvmArgs;

    /** Forks with these flags. */
    public PeerForks(List<String> jvmArgs) {
        this.jvmArgs = List.copyOf(jvmArgs);
    }

    @Override
    public ForkResult run(Row row, @Nullable Peer peer, Setup setup, double seconds) throws IOException {
        Path folder = Files.createTempDirectory("gramflow-pair-");
        File said = folder.resolve("said").toFile();
        try {
            Process process = start(row, peer, setup, seconds, folder, said);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return ForkResult.failed(null, "did not end within " + TIMEOUT_SECONDS + " s");
            }
            return account(folder, process.exitValue(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ForkResult.failed(null, "interrupted");
        } finally {
            delete(folder);
        }
    }

    /** Ours with more flags, which come last. */
    public static ForkResult ours(Row row, List<String> jvmArgs, double seconds) throws IOException {
        return new PeerForks(jvmArgs).run(row, null, Setup.UNTOUCHED, seconds);
    }

    private Process start(Row row, @Nullable Peer peer, Setup setup, double seconds, Path folder, File said) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmArgs);
        // A library that crashes, as one told to use what the CPU lacks does, need not leave a dump.
        command.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash")));
        if (peer != null) {
            command.addAll(peer.jvmArgs());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerFork.class.getName(), folder.toString(),
                peer == null ? PeerFork.OURS : peer.label(), setup.way(), row.kernel().label(), row.precision().label(),
                Long.toString(row.n()), Long.toString(row.d()), Integer.toString(row.threads()), Double.toString(seconds)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> READ_BY_LIBRARIES.stream().anyMatch(name::startsWith));
        environment.putAll(setup.environment());
        return builder.start();
    }

    private static ForkResult account(Path folder, int exit, File said) throws IOException {
        Path evidenceFile = folder.resolve(PeerFork.EVIDENCE);
        Evidence evidence = Files.exists(evidenceFile) ? Evidence.read(evidenceFile) : null;
        if (evidence != null && !evidence.check().pass()) {
            return ForkResult.failed(evidence, evidence.check().fault());
        }
        if (evidence == null || exit != 0) {
            // What native code prints may be in any encoding.
            String cause = JmhForks.cause(Files.readString(said.toPath(), StandardCharsets.ISO_8859_1));
            return ForkResult.failed(evidence, exit == 1 ? cause : cause + " (exit code " + exit + ")");
        }
        List<Double> seconds = Files.readAllLines(folder.resolve(PeerFork.TIMES)).stream().map(Double::valueOf).toList();
        return new ForkResult(seconds, evidence, "", null);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
