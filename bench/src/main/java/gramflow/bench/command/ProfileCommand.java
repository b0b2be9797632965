package gramflow.bench.command;

import gramflow.bench.profile.Exponent;
import gramflow.bench.profile.GramProfile;
import gramflow.bench.profile.ProfileReport;
import gramflow.bench.profile.ProfileRow;
import gramflow.bench.profile.ProfileRun;
import gramflow.matrix.Products;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile}: phases, memory and cost of a Gram matrix as n grows. */
@Command(name = "profile", description = "Computes K for several n, each to a file that is deleted again, and says what each phase took, how it grows with n, what was predicted, and what n would still fit this machine. "
        + "multiply is products and, of a tangent kernel, their fusing, which is done entry by entry as they come; GF/s counts packing in. Phases are Flight Recorder events, gramflow.Tile, too.", //
        footerHeading = "%nExamples%n", footer = {"  gramflow profile gram --n 2000,4000,8000,16000 --out here",
                "  gramflow profile gram --n 2000,4000,8000 --d 784 --precision f32 --model mlp:784-512-512-1:tanh",
                "  GRAMFLOW_JAVA_OPTS=-XX:StartFlightRecording=filename=gram.jfr gramflow profile gram --n 8000"})
public final class ProfileCommand implements Callable<Integer> {
    private static final String LINE = "%9s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s %8s %6s %9s %7s%n";

    private static final long WARM_UP_ROWS = 4000;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "gram", description = "What to profile: gram.")
    private String what = "gram";

    @Option(names = "--n", paramLabel = "N", split = ",", description = "Numbers of examples, ascending. Default: 1000,2000,4000,8000.")
    private List<Long> sizes = List.of(1000L, 2000L, 4000L, 8000L);

    @Option(names = "--d", paramLabel = "D", description = "Length of an example, drawn from the unit sphere. Default: 512, or what the model takes.")
    private long d = 512;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for profile.json and report.html, and for K while it is there; made if it is not. Default: profile-gram.")
    private Path out = Path.of("profile-gram");

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Override
    public Integer call() throws IOException {
        check();
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UsageException("--out " + out + ": cannot write there: " + Failures.of(e).line());
        }
        Products on = new Products(common.backend(), common.workers());
        ProfileRun run = new ProfileRun(d, common.precision(), on, parameterised(), store.format(), store.budget(), out);
        PrintWriter to = common.out();
        to.printf(Locale.ROOT, LINE, "n", "read", "forward", "backward", "pack", "multiply", "write", "force", "wait", "total", "predicted",
                "GF/s",
                "roof", "resident", "balance");
        // The JIT's work, and memory's first use, would pass for a part of the first n.
        double roof = row(run, Math.min(WARM_UP_ROWS, sizes.getFirst())).roof();
        List<ProfileRow> rows = new ArrayList<>();
        for (long n : sizes) {
            ProfileRow row = row(run, n).under(roof);
            roof = row.roof();
            rows.add(row);
            tell(to, row);
        }
        GramProfile profile = run.summary(model.named() ? model.dependsOn(0).getOrDefault("model", "") : "linear, d = " + d, rows);
        tell(to, profile);
        Map<String, Object> json = profile.json();
        JsonFile.write(out.resolve("profile.json"), json);
        ProfileReport.of(profile).withData(JsonFile.text(json)).write(out.resolve("report.html"));
        common.writeJson(() -> json);
        to.printf("wrote %s and %s%n", out.resolve("profile.json"), out.resolve("report.html"));
        to.flush();
        return ExitCode.DONE;
    }

    private void check() {
        if (!what.equals("gram")) {
            throw new UsageException("unknown profile '" + what + "', expected gram");
        }
        if (sizes.isEmpty() || sizes.stream().anyMatch(n -> n < 1) || !sizes.equals(sizes.stream().sorted().distinct().toList())) {
            throw new UsageException("--n " + sizes + ": expected numbers from 1 on, ascending");
        }
        if (d < 1) {
            throw new UsageException("--d " + d + ": expected at least 1");
        }
        if (model.named()) {
            model.check();
        }
    }

    private ProfileRun.@Nullable Parameterised parameterised() throws IOException {
        if (!model.named()) {
            return null;
        }
        ModelOptions.Parameterised made = model.parameters(d, 0, common.precision(), common.workers());
        return new ProfileRun.Parameterised(made.network(), made.w());
    }

    private ProfileRow row(ProfileRun run, long n) throws IOException {
        double bytes = (double) n * n * common.precision().bytes();
        Room.requireDisk(out.resolve("K"), "K of %d x %d %s".formatted(n, n, common.precision().label()), (long) bytes);
        try (TerminalProgress progress = common.progress()) {
            return run.run(n, progress);
        } catch (IllegalArgumentException e) {
            throw new ShortageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void tell(PrintWriter to, ProfileRow row) {
        List<Object> cells = new ArrayList<>(List.of(row.n()));
        row.phases().values().forEach(seconds -> cells.add(Quantity.seconds(seconds)));
        cells.add(Quantity.seconds(row.report().plan().seconds()));
        cells.add(String.format(Locale.ROOT, "%.1f", row.rate() / 1e9));
        cells.add(String.format(Locale.ROOT, "%.0f %%", 100 * row.rate() / row.roof()));
        cells.add(Quantity.bytes(row.residentBytes()));
        cells.add(String.format(Locale.ROOT, "%.2f", row.balance()));
        to.printf(Locale.ROOT, LINE, cells.toArray());
        to.flush();
    }

    private static void tell(PrintWriter to, GramProfile profile) {
        Map<String, Exponent> fits = profile.exponents();
        if (!fits.isEmpty()) {
            List<String> parts = new ArrayList<>();
            fits.forEach((phase, fit) -> parts.add(String.format(Locale.ROOT, "%s %.2f", phase, fit.value())));
            to.println("exponent of n: " + String.join(", ", parts));
        }
        to.printf(Locale.ROOT, "largest n: memory %d, disk %d, an hour about %d%n", profile.fitsMemory(), profile.fitsDisk(),
                profile.fitsHour());
        to.flush();
    }
}
