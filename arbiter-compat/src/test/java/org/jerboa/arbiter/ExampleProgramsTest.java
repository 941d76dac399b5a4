package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Arbiter's programs run with the name of the runner changed, and come to what they came to. */
@Timeout(120)
class ExampleProgramsTest {

    @Test
    void randomSearchOverPerceptrons(@TempDir Path ours, @TempDir Path theirs) throws IOException {
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
        MultiLayerNetwork arbiters = MultiLayerNetwork.load(
                theirs.resolve(indexOfBestResult + "/model.bin").toFile(), false);
        assertThat(bestModel.params()).isEqualTo(arbiters.params());
        try (var files = Files.list(ours)) {
            assertThat(files).hasSize(3);
        }
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
