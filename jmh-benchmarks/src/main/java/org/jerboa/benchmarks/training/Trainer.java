package org.jerboa.benchmarks.training;

import java.io.IOException;

/** Trains the models of a plan, one way or another, in this process or in others. */
interface Trainer extends AutoCloseable {

    Timing train(Way way) throws Exception;

    @Override
    void close() throws Exception;

    /** Makes trainers. */
    interface Factory {
        Trainer start(TrainingPlan plan) throws IOException;
    }
}
