package org.jerboa.benchmarks.training;

import java.io.IOException;

/**
 * Trains in two child processes: one for Jerboa and what is compared with it on equal terms, one where the tool is left to
 * itself. Only one of them works at a time.
 */
final class TrainerInChildren implements Trainer {

    private final Trainer own;
    private final Trainer toolDefaults;

    TrainerInChildren(TrainingPlan plan) throws IOException {
        own = TrainerInChild.start(plan, false);
        toolDefaults = TrainerInChild.start(plan, true);
    }

    @Override
    public Timing train(Way way) throws Exception {
        return (way.usesToolDefaults() ? toolDefaults : own).train(way);
    }

    @Override
    public void close() throws Exception {
        try (toolDefaults) {
            own.close();
        }
    }
}
