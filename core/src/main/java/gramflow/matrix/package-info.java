/**
 * Dense matrices, their products, and the checks of arguments: what a caller hands in is examined here, once, and code below trusts it. No file format
 * and no algorithm beyond a product lives here.
 */
@org.jspecify.annotations.NullMarked
package gramflow.matrix;
