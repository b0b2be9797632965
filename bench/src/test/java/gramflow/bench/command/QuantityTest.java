package gramflow.bench.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class QuantityTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "12, 12 B", "999, 999 B", "999.4, 999 B", "999.6, 1.00 kB", "1000, 1.00 kB", "9994, 9.99 kB", "9996, 10.0 kB",
            "62720000, 62.7 MB", "99960000, 100 MB", "8e8, 800 MB", "9.996e8, 1.00 GB", "7.84e10, 78.4 GB", "6.4e16, 64.0 PB",
            "9.2e18, 9.20 EB",
            "1e22, 10000 EB"})
    void threeDigitsAndADecimalPrefix(double value, String text) {
        assertThat(Quantity.of(value, "B")).isEqualTo(text);
    }

    @Test
    void bytesAreShownLikeAnyOtherQuantity() {
        assertThat(Quantity.bytes(800_000_000)).isEqualTo("800 MB");
    }

    @ParameterizedTest
    @CsvSource({"0.00032, 0.0003 s", "0.0217, 0.0217 s", "0.325, 0.325 s", "3.314, 3.31 s", "42.25, 42.3 s", "329.4, 329 s"})
    void secondsHaveThreeDigits(double seconds, String text) {
        assertThat(Quantity.seconds(seconds)).isEqualTo(text);
    }
}
