/**
 * The command line's front door: the list of commands and the way into and out of the process. What a command does is in {@code command}; what is
 * measured and how is in {@code measure}, and how results are told in {@code report}.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench;
