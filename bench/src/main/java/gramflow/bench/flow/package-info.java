/**
 * What the command {@code flow} is made of: problems, methods, step rules and constraints by name, a run of each method under its certificates with the trace of it, and how that is told, on the console,
 * as JSON and as a page. Nothing is solved or judged here: that is {@code core}'s.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.flow;
