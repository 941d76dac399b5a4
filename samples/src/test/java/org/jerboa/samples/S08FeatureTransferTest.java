package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S08FeatureTransferTest {

    private final RecordedConsole console = new RecordedConsole();

    @Test
    void comparesLayersBesideTrainingFromScratch() throws Exception {
        int status = run("--epochs", "2", "--examples", "20", "--trials", "1");

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        List<String> lines = console.out().lines().toList();
        for (String row : List.of("conv1", "conv2", "pool", "dense")) {
            assertThat(lines)
                    .filteredOn(line -> line.matches("[* ] " + row + " +(logistic|mlp) .*"))
                    .hasSize(2);
        }
        assertThat(lines).filteredOn(line -> line.startsWith("* ")).hasSize(1);
        assertThat(console.out())
                .contains("Accuracy on its test split: 0.", "eager plan for 4 layers", "the same network from scratch");
        assertThat(lines).anyMatch(line -> line.contains("head/0") && line.contains("OutputLayer"));
    }

    @Test
    void theTwoTasksShareNoDigit() throws Exception {
        Dataset few = S08FeatureTransfer.digits("few", 5, 0.1, 1);

        assertThat(few.examples(Split.TRAINING)).isBetween(85L, 95L);
        assertThat(few.schema().labels().get(0).classes()).isEqualTo(5);
        Map<List<Float>, Integer> all = labels(S01DigitsStudy.digits(3));
        Map<List<Float>, Integer> lower = labels(S08FeatureTransfer.digits("many", 0, 0.8, 2));
        Map<List<Float>, Integer> upper = labels(few);
        assertThat(all).containsAllEntriesOf(lower);
        upper.forEach((pixels, label) -> assertThat(all.get(pixels)).isEqualTo(5 + label));
        assertThat(lower.size() + upper.size()).isEqualTo(all.size());
    }

    /** By the pixels, as no two of the digits are drawn alike. */
    private static Map<List<Float>, Integer> labels(Dataset digits) throws IOException {
        Map<List<Float>, Integer> labels = new HashMap<>();
        for (Split split : Split.values()) {
            for (Shard shard : digits.shards(split)) {
                Examples examples = shard.open();
                for (int i = 0; i < examples.count(); i++) {
                    float[] pixels = new float[64];
                    examples.features().get(0).copyFloats(i, i + 1, pixels, 0);
                    List<Float> drawn =
                            IntStream.range(0, 64).mapToObj(p -> pixels[p]).toList();
                    assertThat(labels.put(drawn, examples.labels().get(0).intAt(i)))
                            .isNull();
                }
            }
        }
        return labels;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--examples 9 | --examples (9) must be a whole number from 10 to 500",
                "--layers 3   | unknown option '--layers'",
                "seven        | 'seven' is no option"
            })
    void saysWhatIsWrong(String arguments, String message) throws Exception {
        assertThat(run(arguments.split(" +"))).isEqualTo(2);
        assertThat(console.err()).startsWith(message + "\n\nUsage: samples/run transfer [options]");
    }

    private int run(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("transfer"));
        words.addAll(Arrays.asList(arguments));
        return WatchedSamples.all().run(words, console.console(), LocalDateTime.of(2026, 1, 1, 0, 0));
    }
}
