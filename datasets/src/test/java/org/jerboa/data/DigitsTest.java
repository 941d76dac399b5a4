package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;

/** From a file of handwritten digits to minibatches, against the lines of the file itself. */
class DigitsTest {

    private static final URL DIGITS = Objects.requireNonNull(DigitsTest.class.getResource("digits-excerpt.csv.gz"));

    private static Dataset digits(boolean bytes) throws IOException {
        CsvBuilder builder = Datasets.csv(DIGITS)
                .label(64)
                .classes(10)
                .image(8, 8, 1)
                .scale(0, 16)
                .split(0.6, 0.2, 0.2)
                .stratified()
                .shards(4)
                .seed(7);
        return (bytes ? builder.uint8() : builder).load();
    }

    @Test
    void minibatchesHoldTheLinesOfTheFile() throws IOException {
        for (boolean bytes : new boolean[] {false, true}) {
            Dataset digits = digits(bytes);
            List<String> lines = new ArrayList<>();
            for (Split split : Split.values()) {
                for (Shard shard : digits.shards(split)) {
                    for (Examples batch : shard.open().minibatches(7)) {
                        lines.addAll(lines(batch));
                    }
                }
            }

            assertThat(lines).containsExactlyInAnyOrderElementsOf(file());
        }
    }

    /** Undoes the scaling, exactly as 16 is a power of two. */
    private static List<String> lines(Examples batch) {
        float[] pixels = new float[batch.count() * 64];
        batch.tensor("features").copyFloats(0, batch.count(), pixels, 0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < batch.count(); i++) {
            StringBuilder line = new StringBuilder();
            for (int p = 0; p < 64; p++) {
                assertThat(pixels[64 * i + p]).isBetween(0f, 1f);
                line.append((int) (pixels[64 * i + p] * 16)).append(',');
            }
            lines.add(line.append(batch.tensor("label").intAt(i)).toString());
        }
        return lines;
    }

    private static List<String> file() throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(DIGITS.openStream()), StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }

    @Test
    void everyShardHasEveryDigit() throws IOException {
        Dataset digits = digits(true);

        assertThat(digits.schema().tensor("features").shape()).isEqualTo(Shape.of(1, 8, 8));
        assertThat(digits).hasToString("digits-excerpt.csv: 60 training examples in 4 shards, 20 validation, 20 test");
        for (Shard shard : digits.shards(Split.TRAINING)) {
            assertThat(Arrays.stream(Loaded.classCounts(shard)).boxed()).allMatch(count -> count == 1 || count == 2);
        }
    }
}
