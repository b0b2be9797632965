/** Soon. */
@org.jspecify.annotations.NullMarked
package gramflow.io;
