/**
 * The best tiles and block sizes of a CPU, found by measuring and kept in the user's cache folder: the search, what it is allowed to believe, and the file. What a tuning is, is in
 * {@code gramflow.backend}; forks are those of {@code peers}. Nothing here prints.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.tune;
