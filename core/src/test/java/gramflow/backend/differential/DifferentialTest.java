package gramflow.backend.differential;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** Every backend agrees with the sums computed here, whatever the sizes, strides, placement, factors and number of threads. */
class DifferentialTest {
    private static final Differential DIFFERENTIAL = new Differential();

    @AfterAll
    static void close() {
        DIFFERENTIAL.close();
    }

    @Subjects
    @Tag("lane")
    void integersAreExactAtAThirdOfTheRemaindersOfTheVectorLength(Subject s) {
        checkDrawn(s, remainders(true));
    }

    @Subjects
    void integersAreExactAtTheOtherRemaindersOfTheVectorLength(Subject s) {
        checkDrawn(s, remainders(false));
    }

    @Subjects
    void integersAreExactAroundEveryTile(Subject s) {
        checkDrawn(s, Shape.aroundTiles());
    }

    @Subjects
    @Tag("lane")
    void integersAreExactAroundEveryBlock(Subject s) {
        checkDrawn(s, Shape.aroundBlocks());
    }

    @Subjects
    @Tag("lane")
    void integersAreExactAcrossBlocks(Subject s) {
        checkDrawn(s, Shape.acrossBlocks());
    }

    @Subjects
    @Tag("lane")
    void integersAreExactInLongSums(Subject s) {
        checkDrawn(s, Shape.longSums());
    }

    @Subjects
    void integersAreExactAtPrimes(Subject s) {
        checkDrawn(s, Shape.primes());
    }

    @Subjects
    void integersAreExactWhereAnIntProductOfTheSizesIsNegative(Subject s) {
        check(s, Cases.plain(s.operation(), s.precision(), List.of(Shape.beyondInt())));
    }

    @Subjects
    @Tag("lane")
    void everyLayoutAndPlacementOfABlockGoesWithEveryOther(Subject s) {
        check(s, Cases.layouts(s.operation(), s.precision()));
    }

    @Subjects
    @Tag("lane")
    void everyFactorGoesWithEveryPartOfTheResult(Subject s) {
        check(s, Cases.factors(s.operation(), s.precision()));
    }

    @Subjects
    @Tag("lane")
    void roundedSumsOfFewShapesKeepTheErrorBound(Subject s) {
        check(s, Cases.rounded(s.operation(), s.precision(), Shape.few()));
    }

    @Subjects
    void roundedSumsOfManyShapesKeepTheErrorBound(Subject s) {
        check(s, Cases.rounded(s.operation(), s.precision(), Shape.aroundTiles()));
        check(s, Cases.rounded(s.operation(), s.precision(), Shape.acrossBlocks()));
    }

    @Subjects
    @Tag("lane")
    void nanAndInfinityGoWherePlainLoopsTakeThemAndNowhereElse(Subject s) {
        check(s, Cases.extreme(s.operation(), s.precision(), Entries.SPECIAL, 40));
    }

    @Subjects
    @Tag("lane")
    void subnormalSumsAreNotFlushedToZero(Subject s) {
        check(s, Cases.extreme(s.operation(), s.precision(), Entries.TINY, 6));
    }

    @Subjects
    @Tag("lane")
    void overflowGivesInfinity(Subject s) {
        check(s, Cases.extreme(s.operation(), s.precision(), Entries.HUGE, 6));
    }

    private static List<Shape> remainders(boolean lane) {
        return Shape.remainders().stream().filter(shape -> lane == ((shape.m() + shape.n() + shape.k()) % 3 == 0)).toList();
    }

    private static void checkDrawn(Subject s, List<Shape> shapes) {
        check(s, Cases.drawn(s.operation(), s.precision(), shapes));
    }

    private static void check(Subject s, Stream<Case> cases) {
        cases.forEach(c -> DIFFERENTIAL.check(s.backend(), c));
    }
}
