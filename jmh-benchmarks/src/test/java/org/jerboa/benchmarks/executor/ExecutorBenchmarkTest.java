package org.jerboa.benchmarks.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorBenchmarkTest {

    /** Two repetitions, so that the second takes its order of shards from the first. */
    private static final ExecutorPlan SMALLEST = new ExecutorPlan(256, 64, 4, 2, 2);

    @TempDir
    Path folder;

    /** The benchmark itself refuses to report if the study's metrics are not those of whole trials. */
    @Test
    void comparesTheStudyWithTheIdealAndWithWholeTrials() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new ExecutorBenchmark(SMALLEST, SMALLEST), folder);

        assertThat(figures)
                .containsOnlyKeys(
                        "study",
                        "ideal",
                        "taskParallel",
                        "loop",
                        "study.overIdeal",
                        "study.overHalfLoop",
                        "study.overTaskParallel",
                        "firstMetric.study",
                        "firstMetric.taskParallel",
                        "firstMetric.ratio",
                        "share.training",
                        "share.evaluation",
                        "share.hopsAndCheckpoints",
                        "share.coordinator",
                        "share.hopsAndBookkeeping",
                        "share.idle",
                        "models.study",
                        "models.taskParallel",
                        "trials.costliestByCheapest");
        assertThat(figures.get("study.overIdeal")).isGreaterThanOrEqualTo(1);
        assertThat(figures.get("models.study")).isGreaterThan(figures.get("models.taskParallel"));
        assertThat(figures.values()).allMatch(value -> value > 0);
    }

    @Test
    void sharesOfARunAddUpToTheWhole() throws Exception {
        Comparison one = new Rivals(SMALLEST, SMALLEST.data(), System.out).repeat(0);

        double sum = one.share(one.study().cost().trainingSeconds())
                + one.share(one.study().cost().evaluationSeconds())
                + one.share(one.study().watch().overheadSeconds())
                + one.share(one.study().idleSeconds());
        assertThat(sum).isCloseTo(100, within(1e-9));
        assertThat(one.study().watch().recipes())
                .hasSize(Perceptrons.TRIALS)
                .allSatisfy(recipe -> assertThat(recipe.orders())
                        .hasSize(2)
                        .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3)));
    }

    @Test
    void timesOfOtherModelsAreNotCompared() {
        Course study = new Course(1, 1, List.of(List.of(Map.of("loss", 0.5))));
        Course other = new Course(1, 1, List.of(List.of(Map.of("loss", Math.nextUp(0.5)))));

        assertThatThrownBy(() -> study.requireSameMetrics(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("trial 0")
                .hasMessageContaining("defect");
    }

    @Test
    void shardsHoldAllExamplesAndDifferByOneAtMost() {
        assertThat(new ExecutorPlan(30, 6, 4, 1, 1).data().shards(org.jerboa.tune.data.Split.TRAINING))
                .extracting(shard -> shard.examples())
                .containsExactlyInAnyOrder(7, 7, 8, 8);
    }
}
