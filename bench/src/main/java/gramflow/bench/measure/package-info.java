/**
 * How a figure comes about: the plan of rows, the benchmarks that JMH runs in forks of their own, the check of every result before it is timed, the roofs
 * measured around the run, and the statistics and verdicts that follow. Nothing here prints or knows a file format: {@code report} does. Nothing here
 * computes a kernel: {@code gramflow.core} does.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.measure;
