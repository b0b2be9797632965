/**
 * What work runs on, and how it is told of: the CPU and its caches, what this JVM's compiler can do, workers, progress and cancellation. Nothing here
 * computes; block sizes that follow from the caches are in {@code kernel}.
 */
@org.jspecify.annotations.NullMarked
package gramflow.machine;
