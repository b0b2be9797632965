/**
 * What holds of the house as a whole: who may import whom, what the module lets out, and that the README's example runs. Nothing about a single package is tested
 * here.
 */
@org.jspecify.annotations.NullMarked
package gramflow.house;
