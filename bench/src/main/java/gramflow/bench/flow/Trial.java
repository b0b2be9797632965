package gramflow.bench.flow;

import gramflow.flow.Observer;
import gramflow.flow.Outcome;
import gramflow.flow.Schedule;
import gramflow.flow.StochasticDescent;
import gramflow.flow.Until;
import gramflow.rate.Certificate;
import gramflow.rate.Certificates;
import gramflow.rate.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A method's run, or of a stochastic one several, and what its certificates found.
 *
 * @param contestant what ran
 * @param outcome how it ended; of several runs the first that diverged, or else the first
 * @param seconds all of it took, certificates included
 * @param certificates after the run
 * @param trace of the first run
 * @param mean of several runs against its bound; null where there is none
 */
public record Trial(Contestant contestant, Outcome outcome, double seconds, List<Certificate> certificates, Trace trace,
        Expectation.@Nullable Result mean) {

    /** Copies the list. */
    public Trial {
        certificates = List.copyOf(certificates);
    }

    /**
     * Runs it.
     *
     * @throws IllegalArgumentException in one line, if the method is not for the problem
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public static Trial run(Contestant contestant, double[] start, int runs) {
        Until until = contestant.until();
        Certificates certificates = Certificates.of(contestant.problem(), contestant.method(), until);
        Trace trace = Trace.of(contestant, certificates.list());
        long begin = System.nanoTime();
        Schedule schedule = contestant.schedule();
        Optional<Expectation> expectation = schedule == null
                ? Optional.empty()
                : Optional.of(Expectation.of(contestant.problem(), schedule, start));
        List<Observer> observers = new ArrayList<>(List.of(certificates, trace));
        expectation.ifPresent(e -> observers.add(e.run()));
        Outcome outcome = contestant.method().run(contestant.problem(), start, until, observers.toArray(Observer[]::new));
        if (expectation.isPresent() && contestant.method() instanceof StochasticDescent method) {
            for (int k = 1; k < runs && outcome.ok(); k++) {
                Outcome another = method.withSeed(method.seed() + k).run(contestant.problem(), start, until,
                        expectation.orElseThrow().run());
                outcome = another.ok() ? outcome : another;
            }
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        return new Trial(contestant, outcome, seconds, certificates.list(), trace,
                outcome.ok() && outcome.steps() > 0 ? result(expectation, schedule) : null);
    }

    private static Expectation.@Nullable Result result(Optional<Expectation> expectation, @Nullable Schedule schedule) {
        return expectation.map(e -> schedule instanceof Schedule.Constant ? e.convex() : e.stronglyConvex()).orElse(null);
    }

    /** Whether the run ended as asked, and no certificate failed. */
    public boolean holds() {
        return outcome.ok() && failures() == 0;
    }

    /** Certificates that failed. */
    public long failures() {
        long failed = certificates.stream().filter(certificate -> !certificate.finding().holds()).count();
        return failed + (mean == null || mean.holds() ? 0 : 1);
    }

    /** Certificates in all. */
    public long statements() {
        return certificates.size() + (mean == null ? 0L : 1L);
    }

    /** F − F̄ at the end; NaN if F̄ is not known. */
    public double gap() {
        return outcome.value() - contestant.problem().facts().infimum().value();
    }
}
