package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.mop.MopExecutor;
import org.jerboa.transfer.explain.Explainer;
import org.jerboa.transfer.explain.HeatMap;
import org.jerboa.transfer.explain.Occlusion;
import org.jerboa.tune.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class S07ExplanationTest {

    private final RecordedConsole console = new RecordedConsole();

    @TempDir
    private Path folder;

    @Test
    void writesAPictureAndATableForEachDigit() throws Exception {
        Path out = folder.resolve("new").resolve("folder");

        int status = run("--epochs", "2", "--patch", "3", "--out", out.toString());

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(console.out())
                .contains("Accuracy on the test split: 0.", "digit  read as", "    9  ", "36 positions: ")
                .endsWith("Files in " + out + ": digit-*.png, red where the digit needs its strokes; digit-*.csv\n");
        for (int digit = 0; digit < 10; digit++) {
            BufferedImage picture =
                    ImageIO.read(out.resolve("digit-" + digit + ".png").toFile());
            assertThat(picture.getWidth()).isEqualTo(8 * 32);
            assertThat(Files.readAllLines(out.resolve("digit-" + digit + ".csv")))
                    .as("6 by 6 positions and a head")
                    .hasSize(37);
        }
    }

    @Test
    void whatATrainedNetworkLooksAtIsWhatFullPassesSay() throws Exception {
        Dataset digits = S01DigitsStudy.digits(5);
        MultiLayerNetwork network = S07Explanation.study(digits, 3, 5)
                .on(watched(MopExecutor.threads(1)))
                .run()
                .best()
                .model();
        Explainer explainer = Explainer.of(network);
        double largest = 0;
        for (Map.Entry<Integer, INDArray> image :
                S07Explanation.oneOfEach(digits).entrySet()) {
            for (Occlusion occlusion : List.of(
                    Occlusion.patch(2).fill(0), Occlusion.patch(3, 1).stride(2).target(image.getKey()))) {
                HeatMap windows = explainer.explain(occlusion, image.getValue());
                HeatMap full = explainer.explainNaively(occlusion, image.getValue());
                for (int row = 0; row < full.rows(); row++) {
                    for (int column = 0; column < full.columns(); column++) {
                        assertThat(windows.probability(row, column))
                                .isCloseTo(full.probability(row, column), within(1e-5));
                        largest = Math.max(largest, windows.drop(row, column));
                    }
                }
            }
        }
        assertThat(largest).as("strokes matter").isGreaterThan(0.3);
        network.close();
    }

    @Test
    void explainsItself() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(console.out())
                .startsWith("Usage: samples/run explain [options]")
                .contains("--patch N");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--patch 9   | --patch (9) must be a whole number from 1 to 8",
                "--epochs 0  | --epochs (0) must be a whole number from 1 to 1000",
                "--trials 3  | unknown option '--trials'",
                "seven       | 'seven' is no option"
            })
    void saysWhatIsWrong(String arguments, String message) throws Exception {
        assertThat(run(arguments.split(" +"))).isEqualTo(2);
        assertThat(console.err()).startsWith(message + "\n\nUsage: samples/run explain [options]");
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThat(run("--out", file.resolve("inside").toString())).isEqualTo(1);

        assertThat(console.err()).contains("folder " + file.resolve("inside") + " cannot be made");
    }

    private int run(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("explain"));
        words.addAll(Arrays.asList(arguments));
        return WatchedSamples.all().run(words, console.console(), LocalDateTime.of(2026, 1, 1, 0, 0));
    }
}
