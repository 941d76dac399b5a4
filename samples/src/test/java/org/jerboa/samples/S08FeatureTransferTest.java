package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jerboa.tune.data.Dataset;
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
        assertThat(few.fingerprint())
                .isNotEqualTo(S08FeatureTransfer.digits("few", 0, 0.1, 1).fingerprint());
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
