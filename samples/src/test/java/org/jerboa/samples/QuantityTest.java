package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "BYTES, 250GB, 250e9",
        "BYTES, 1.5 tb, 1.5e12",
        "BYTES, 4096, 4096",
        "BYTES, 0B, 0",
        "SECONDS, 50min, 3000",
        "SECONDS, 1.5h, 5400",
        "SECONDS, 90, 90",
        "BITS_PER_SECOND, 10Gbit/s, 10e9",
        "BITS_PER_SECOND, 1e9, 1e9"
    })
    void readsWhatPeopleWrite(Quantity quantity, String text, double value) {
        assertThat(quantity.parse("--option", text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES, 4.02e12, 4 TB",
        "BYTES, 400.02e12, 400 TB",
        "BYTES, 8e16, 80 PB",
        "BYTES, 0, 0 B",
        "BYTES, 999.9e9, 1 TB",
        "BYTES, 255e9, 260 GB",
        "SECONDS, 61340, 17 h",
        "SECONDS, 3599.9, 1 h",
        "SECONDS, 90, 1.5 min",
        "SECONDS, 0.0123, 0.0123 s",
        "BITS_PER_SECOND, 2.5e9, 2.5 Gbit/s"
    })
    void writesAFewDigitsInTheUnitThatSuits(Quantity quantity, double value, String text) {
        assertThat(quantity.format(value)).isEqualTo(text);
    }
}
