/**
 * What a Gram matrix costs as n grows: one run for each n, by phase, with the exponent that each phase grows by, the prediction beside what was measured, and what would still fit. Drawing and writing it out as a
 * page is here too; the work itself is {@code core}'s, the command line {@code command}'s.
 */
@org.jspecify.annotations.NullMarked
package gramflow.bench.profile;
