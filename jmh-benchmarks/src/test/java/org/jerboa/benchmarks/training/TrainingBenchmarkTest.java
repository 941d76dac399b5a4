package org.jerboa.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingBenchmarkTest {

    static final TrainingPlan SMALLEST = new TrainingPlan(2, 32, 2, 16, 1, 1);

    @TempDir
    Path folder;

    /** The benchmark itself refuses to report if the study's models are not those of the plain loop. */
    @Test
    void timesEveryWayOfTrainingTheSameModels() throws Exception {
        Map<String, Double> figures =
                SmokeRun.figures(new TrainingBenchmark(SMALLEST, SMALLEST, TrainerHere::new), folder);

        assertThat(figures)
                .containsOnlyKeys(
                        "study",
                        "loop",
                        "plainThreads",
                        "plainThreadsWithDefaults",
                        "studyWithoutOneDnn",
                        "loop.ratio",
                        "plainThreads.ratio",
                        "plainThreadsWithDefaults.ratio",
                        "oneDnn.ratio",
                        "share.training",
                        "share.evaluation",
                        "share.hopsAndCheckpoints",
                        "share.idle",
                        "share.notTrainingOrEvaluation");
        assertThat(figures.get("share.training")
                        + figures.get("share.evaluation")
                        + figures.get("share.notTrainingOrEvaluation"))
                .isCloseTo(100, within(1e-6));
    }
}
