package gramflow.bench.lazy;

import gramflow.lazy.LazyProblem;
import gramflow.lazy.Smoothness;
import gramflow.machine.Progress;
import gramflow.spectrum.Eigendecomposition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sweep over widths and α, one run after another, each handed on as soon as it is finished.
 *
 * @param subjects what is trained, of every width
 * @param alphas the scales
 * @param settings of the runs
 */
public record Sweep(List<Subject> subjects, List<Double> alphas, SweepSettings settings) {

    /**
     * A model of one width.
     *
     * @param width for the record
     * @param problem what is trained
     * @param smoothness its β
     */
    public record Subject(long width, LazyProblem problem, Smoothness smoothness) {
    }

    /** Hears of what is finished. */
    public interface Listener {
        /** The sweep as far as it is finished. */
        void finished(SweepDocument soFar, SweepPoint point) throws IOException;
    }

    /** Copies the lists. */
    public Sweep {
        subjects = List.copyOf(subjects);
        alphas = List.copyOf(alphas);
    }

    /**
     * Runs what {@code known} does not hold yet.
     *
     * @param known of the same setup; its points are taken over
     * @param progress hears of each run's times, and may cancel
     * @throws IOException if the listener throws it
     * @throws java.util.concurrent.CancellationException if {@code progress} says so; what is finished has been handed on
     */
    public SweepDocument run(SweepDocument known, Listener listener, Progress progress) throws IOException {
        SweepDocument document = known.withAbout(about(known.about()));
        for (Subject subject : subjects) {
            for (double alpha : alphas) {
                if (document.point(subject.width, alpha).isEmpty()) {
                    SweepPoint point = new SweepPoint(
                            PointRun.run(subject.problem, alpha, subject.width, subject.smoothness, settings, progress));
                    document = document.withPoint(point);
                    listener.finished(document, point);
                }
            }
        }
        return document;
    }

    /** What every run of a width has in common: the spectrum of K at the start. */
    private Map<String, Object> about(Map<String, Object> others) {
        Map<String, Object> about = new LinkedHashMap<>(others);
        List<Object> spectra = new ArrayList<>();
        for (Subject subject : subjects) {
            LazyProblem problem = subject.problem;
            double[] values = Eigendecomposition.values(problem.kernel(problem.at(problem.start())), problem.on(), Progress.NONE);
            List<Double> descending = new ArrayList<>();
            for (int i = values.length - 1; i >= 0; i--) {
                descending.add(values[i]);
            }
            Map<String, Object> spectrum = new LinkedHashMap<>();
            spectrum.put("width", subject.width);
            spectrum.put("eigenvalues", descending);
            spectrum.put("origin_norm", problem.originNorm());
            spectrum.put("target_norm", problem.targetNorm());
            spectra.add(spectrum);
        }
        about.put("starts", spectra);
        return about;
    }
}
