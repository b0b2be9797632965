package gramflow.problem;

/** A problem whose F is a sum of many terms of one kind, F = Σ fᵢ, each with a gradient that is cheap beside that of F. */
public interface FiniteSum extends Problem {

    /** Number of terms. */
    long terms();

    /**
     * gradient ← gradient + scale·∇fᵢ(w).
     *
     * @param i which term, from 0
     * @param w not changed
     */
    void addTerm(long i, double scale, double[] w, double[] gradient);
}
