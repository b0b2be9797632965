/**
 * Other people's libraries: how each is called on the same data, which switches it has, and pairs of forks, ours and theirs in turns, from which a ratio
 * follows. Only the forks load the libraries; a library that is not there is told and left out. How ours are measured otherwise, and what a row is, is in
 * {@code measure}; how results are told is in {@code report}.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.peers;
