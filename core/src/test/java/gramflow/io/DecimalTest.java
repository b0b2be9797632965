package gramflow.io;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.io.Samples.ascii;
import static org.assertj.core.api.Assertions.assertThat;

class DecimalTest {

    private static void assertAsJava(String number) {
        byte[] text = ascii(number);
        assertThat(Double.doubleToRawLongBits(Decimal.parse(text, 0, text.length))).as(number)
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
    }

    @Test
    void everyDoubleComesBackFromItsShortestText() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertAsJava(Double.toString(value));
            }
        }
    }

    @Test
    void decimalsOfAnyLengthAreRoundedToTheNearest() {
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30));
            assertAsJava(String.format(Locale.ROOT, "%." + random.nextInt(25) + (random.nextBoolean() ? "e" : "f"), value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+0.0", "1.", ".5", "-.5e1", "007", "0.000000000000000000000000000001", "9007199254740991",
            "9007199254740992", "9007199254740993", "9007199254740993e22", "9007199254740991e-22", "1e22", "1e23", "8.5e-23", "4.9e-324",
            "2e-324",
            "1.7976931348623157e308", "1.8e308", "1e999999999999", "1e-999999999999", "0e999999999999", "123456789012345678901234567890",
            "2.2250738585072011e-308", "0.1e00000000001", "1E5"})
    void edgesAreAsJavaReadsThem(String number) {
        assertAsJava(number);
    }

    @Test
    void aNumberIsTakenFromTheMiddleOfALine() {
        assertThat(Decimal.parse(ascii("12,345,6"), 3, 6)).isEqualTo(345);
    }
}
