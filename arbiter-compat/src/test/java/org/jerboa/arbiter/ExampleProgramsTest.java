package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.arbiter.ArbiterFolder.Saved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Arbiter's programs run with the name of the runner changed, and come to what they came to. */
@Timeout(600)
class ExampleProgramsTest {

    @Test
    void randomSearchOverPerceptrons(@TempDir Path ours, @TempDir Path theirs) throws Exception {
        IOptimizationRunner jerboa = ExamplePrograms.basic(JerboaOptimizationRunner::new, ours);
        IOptimizationRunner arbiter = ExamplePrograms.basic(LocalOptimizationRunner::new, theirs);
        assertSame(jerboa, arbiter);
        for (int index = 0; index < 3; index++) {
            for (String file : List.of("score.txt", "numEpochs.txt")) {
                assertThat(ours.resolve(index + "/" + file))
                        .hasSameTextualContentAs(theirs.resolve(index + "/" + file));
            }
        }
        // The end of the public example, word for word.
        int indexOfBestResult = jerboa.bestScoreCandidateIndex();
        OptimizationResult bestResult =
                jerboa.getResults().get(indexOfBestResult).getResult();
        MultiLayerNetwork bestModel =
                (MultiLayerNetwork) bestResult.getResultReference().getResultModel();
        assertThat(ArbiterFolder.read(theirs).candidates())
                .extracting(Saved::index, Saved::score, Saved::epochs)
                .isEqualTo(ArbiterFolder.read(ours).candidates().stream()
                        .map(saved -> tuple(saved.index(), saved.score(), saved.epochs()))
                        .toList());
        Saved best = ArbiterFolder.read(theirs).best(false).orElseThrow();
        assertThat(best.index()).isEqualTo(indexOfBestResult);
        assertThat(best.score()).hasValue(arbiter.bestScore());
        assertThat(best.epochs()).hasValue(2);
        assertThat(best.network().params()).isEqualTo(bestModel.params());
        Saved ourBest = ArbiterFolder.read(ours).best(false).orElseThrow();
        assertThat(ourBest.hyperparameters()).containsOnlyKeys("updater.learningRate", "layer_0.nOut");
        assertThat(ourBest.hyperparameters().get("layer_0.nOut"))
                .isEqualTo(String.valueOf(
                        ((FeedForwardLayer) ourBest.network().getLayer(0).conf().getLayer()).getNOut()));
        assertThat(best.hyperparameters()).isEmpty();
        assertReadElsewhere(ours, theirs);
    }

    /** Each of the two reads in a process of its own what the other has written here. */
    private static void assertReadElsewhere(Path ours, Path theirs) throws Exception {
        Path output = ours.resolve("output.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderReader.class.getName(),
                        ours.toString(),
                        theirs.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(child.waitFor()).as(() -> read(output)).isZero();
        List<String> expected = new ArrayList<>();
        for (Path folder : List.of(ours, theirs)) {
            for (Saved saved : ArbiterFolder.read(folder).candidates()) {
                expected.add(FolderReader.line(
                        saved.index(),
                        saved.score().orElseThrow(),
                        saved.epochs().orElseThrow(),
                        saved.network()));
            }
        }
        assertThat(expected).hasSize(6);
        assertThat(Files.readAllLines(output).stream()
                        .filter(line -> line.startsWith(FolderReader.PREFIX))
                        .toList())
                .isEqualTo(expected);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void foldersOfHalfWrittenCandidatesAndOtherFilesArePassedOver(@TempDir Path folder) throws IOException {
        write(folder, "0", "NaN");
        write(folder, "10", "0.5");
        write(folder, "9", "0.25");
        write(folder, "notes", "0.1");
        Files.createDirectory(folder.resolve("11"));
        ArbiterFolder read = ArbiterFolder.read(folder);
        assertThat(read.candidates()).extracting(Saved::index).containsExactly(0, 9, 10);
        assertThat(read.best(true).orElseThrow().index()).isEqualTo(9);
        assertThat(read.best(false).orElseThrow().index()).isEqualTo(10);
        write(folder, "12", "good");
        assertThatThrownBy(() -> ArbiterFolder.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("12 is none");
    }

    private static void write(Path folder, String candidate, String score) throws IOException {
        Files.createDirectory(folder.resolve(candidate));
        Files.writeString(folder.resolve(candidate).resolve("score.txt"), score);
    }

    @Test
    void convolutionalNetworksStoppedEarly() {
        assertSame(
                ExamplePrograms.earlyStopping(JerboaOptimizationRunner::new),
                ExamplePrograms.earlyStopping(LocalOptimizationRunner::new));
    }

    /** Its random numbers are not seeded in Arbiter, so there is nothing to compare with. */
    @Test
    void geneticSearchOverGraphs() throws IOException {
        IOptimizationRunner runner = ExamplePrograms.genetic(JerboaOptimizationRunner::new);
        assertThat(runner.numCandidatesCompleted()).isEqualTo(12);
        assertThat(runner.bestScore()).isBetween(0.0, 1.0);
        assertThat(runner.getResults().get(runner.bestScoreCandidateIndex()).getResultModel())
                .isInstanceOf(ComputationGraph.class);
    }

    private static void assertSame(IOptimizationRunner jerboa, IOptimizationRunner arbiter) {
        assertThat(jerboa.numCandidatesCompleted()).isEqualTo(arbiter.numCandidatesCompleted());
        assertThat(jerboa.bestScore()).isEqualTo(arbiter.bestScore());
        assertThat(jerboa.bestScoreCandidateIndex()).isEqualTo(arbiter.bestScoreCandidateIndex());
        for (CandidateInfo theirs : arbiter.getCandidateStatus()) {
            CandidateInfo ours = Searches.info(jerboa, theirs.getIndex());
            assertThat(ours.getCandidateStatus()).isEqualTo(CandidateStatus.Complete);
            assertThat(ours.getScore()).isEqualTo(theirs.getScore());
            assertThat(ours.getFlatParams()).isEqualTo(theirs.getFlatParams());
        }
    }
}
