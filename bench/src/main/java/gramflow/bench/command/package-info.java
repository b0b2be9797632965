/**
 * One class for each command, and the frame they share: the common options, exit codes, progress on a terminal, JSON files, and the single place that
 * turns an exception into an exit code and one line. A command reads options, calls {@code core}, and prints; whatever is worth calling from a program
 * does not belong here.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.command;
