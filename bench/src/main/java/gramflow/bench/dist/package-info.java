/**
 * One folder, and a zip of it, that runs on another machine of the same platform without Maven, a JDK or a network: a Java image made by jlink, the jars
 * of the class path, and launchers. What is packed is what runs here; nothing is built or fetched.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.dist;
