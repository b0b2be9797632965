/**
 * Result files held against each other: which rows belong together, by what factor they differ, and whether that is more than chance. It reads what
 * {@code report} defines and measures nothing; how it is told, on the console, as JSON and as a page, is here too.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.compare;
