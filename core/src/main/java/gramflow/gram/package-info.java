/** Soon. */
@org.jspecify.annotations.NullMarked
package gramflow.gram;
