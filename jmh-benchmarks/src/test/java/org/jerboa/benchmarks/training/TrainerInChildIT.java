package org.jerboa.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainerInChildIT {

    @Test
    void childTrainsTheSameModelsWayAfterWay() throws Exception {
        TrainingPlan plan = TrainingBenchmarkTest.SMALLEST;
        Timing study;
        Timing loop;
        try (Trainer child = new TrainerInChildren(plan)) {
            study = child.train(Way.STUDY);
            loop = child.train(Way.LOOP);
            assertThat(child.train(Way.PLAIN_THREADS_WITH_DEFAULTS).seconds()).isPositive();
        }
        try (Trainer here = new TrainerHere(plan)) {
            assertThat(here.train(Way.LOOP).digest()).isEqualTo(loop.digest());
        }

        assertThat(study.digest()).isEqualTo(loop.digest());
        assertThat(study.workers()).isEqualTo(2);
        assertThat(study.trainingSeconds()).isPositive();
    }
}
