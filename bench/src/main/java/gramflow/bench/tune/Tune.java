package gramflow.bench.tune;

import gramflow.backend.Tuning;
import gramflow.bench.measure.Estimate;
import gramflow.bench.page.Figures;
import gramflow.bench.peers.PeerForks;
import gramflow.machine.Cpu;
import gramflow.machine.Jit;
import gramflow.memory.Precision;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The search on this machine, and what is kept of it. */
public final class Tune {
    private Tune() {
    }

    /**
     * What came of it.
     *
     * @param kept the tuning, in its file
     * @param winners what was found for each precision
     */
    public record Outcome(KeptTuning kept, Map<Precision, TuneRun.Winner> winners) {
    }

    /**
     * Searches, and keeps what was found.
     *
     * @param jvmArgs flags of every fork
     * @throws IOException if no fork can be started, or the file not be written
     */
    public static Outcome run(List<String> jvmArgs, BooleanSupplier cancelled, TuneRun.Listener listener) throws IOException {
        Tuning standard = Tuning.standard(Jit.current().vectorBits());
        TuneRun run = new TuneRun((row, tuning, seconds) -> PeerForks.ours(row, with(jvmArgs, tuning), seconds), standard, manyRegisters(),
                cancelled, System::nanoTime, listener);
        Map<Precision, TuneRun.Winner> winners = new EnumMap<>(Precision.class);
        Tuning tuning = standard;
        List<String> gains = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            TuneRun.Winner winner = run.search(precision);
            winners.put(precision, winner);
            tuning = tuning.with(precision, winner.shape());
            gains.add(precision.label() + " " + gain(winner));
        }
        String date = OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString();
        return new Outcome(KeptTuning.keep(tuning, date, String.join("; ", gains)), winners);
    }

    /** {@code 1.00 (0.99 to 1.01) and 1.05 (1.04 to 1.06) times as fast as the standard}, or {@code the standard}. */
    private static String gain(TuneRun.Winner winner) {
        return winner.isStandard()
                ? "the standard"
                : "%s with few columns and %s with many, times as fast as the standard".formatted(told(winner.few()), told(winner.many()));
    }

    private static String told(Estimate speed) {
        return "%s (%s to %s)".formatted(Figures.fixed(speed.median(), 3), Figures.fixed(speed.low(), 3), Figures.fixed(speed.high(), 3));
    }

    private static List<String> with(List<String> jvmArgs, Tuning tuning) {
        String flag = "-D" + Tuning.PROPERTY + "=";
        List<String> args = new ArrayList<>(jvmArgs.stream().filter(arg -> !arg.startsWith(flag)).toList());
        args.add(flag + tuning);
        return args;
    }

    private static boolean manyRegisters() {
        Cpu cpu = Cpu.current();
        boolean avx512 = "3".equals(Jit.current().flags().get("UseAVX")) && cpu.simd().contains("avx512f");
        return avx512 || cpu.architecture().equals("aarch64");
    }
}
