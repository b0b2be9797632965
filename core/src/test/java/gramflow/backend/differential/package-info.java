/**
 * The differential suite: every backend that works here, at sizes, strides, places in memory and factors that straddle whatever a kernel may branch on,
 * held against sums computed here in twice the precision. {@code Operation} is the table of what is compared, {@code Cases} of the circumstances, and
 * {@code Differential} runs one case. What a backend is for, or how fast it is, is no matter of this package.
 */
@org.jspecify.annotations.NullMarked
package gramflow.backend.differential;
