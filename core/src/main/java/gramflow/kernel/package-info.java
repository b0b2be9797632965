/**
 * The arithmetic: packing, generated micro-kernels, the scalar reference that all else is compared with, and the loops of the roofs. Not exported; reached through
 * {@code backend}. The only package that names {@code jdk.incubator.vector}. Kernels trust their arguments: shapes were checked above.
 */
@org.jspecify.annotations.NullMarked
package gramflow.kernel;
