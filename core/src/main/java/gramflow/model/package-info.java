/** Models. */
@org.jspecify.annotations.NullMarked
package gramflow.model;
