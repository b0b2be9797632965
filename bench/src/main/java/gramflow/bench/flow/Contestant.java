package gramflow.bench.flow;

import gramflow.flow.Method;
import gramflow.flow.Schedule;
import gramflow.flow.Until;
import gramflow.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A method ready to run.
 *
 * @param label what it is called in results
 * @param method the method
 * @param problem what it runs on, with the facts that its certificates may use
 * @param until when it ends
 * @param schedule of a stochastic method whose expectation has a bound; null for all others
 */
public record Contestant(String label, Method method, Problem problem, Until until, @Nullable Schedule schedule) {

    static Contestant of(Method method, Problem problem, Until until) {
        return new Contestant(method.name(), method, problem, until, null);
    }
}
