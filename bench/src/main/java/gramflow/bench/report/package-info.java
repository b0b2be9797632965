/**
 * What a run leaves behind: {@code result.json} in its schema, {@code jmh.json} in JMH's, and the table on the console. It turns findings into text and
 * back; it measures nothing and judges nothing.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.report;
