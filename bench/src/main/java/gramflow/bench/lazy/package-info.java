/**
 * Sweeps over α: each a gradient flow held against its linearisation and against the theorem, kept as JSON so that a sweep can be resumed, and told as a table and as a page. What is computed is {@code gramflow.lazy}'s; which model and
 * which examples, the command's.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.lazy;
