/**
 * The one vocabulary in which data is handed over: the precision of an element, and a strided two-dimensional block of elements over a
 * {@link java.lang.foreign.MemorySegment}. Matrices above and kernels and backends below all speak it, so nothing is converted on the way. No
 * arithmetic lives here.
 */
@org.jspecify.annotations.NullMarked
package gramflow.memory;
