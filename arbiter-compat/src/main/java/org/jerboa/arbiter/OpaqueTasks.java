package org.jerboa.arbiter;

import java.util.List;
import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/** Tasks of a user's making, run as they come. */
record OpaqueTasks(TaskCreator creator, IOptimizationRunner runner) implements Tasks {

    @Override
    @SuppressWarnings("deprecation") // programs still use data providers
    public Callable<OptimizationResult> create(Candidate<?> candidate, Attempt attempt) {
        OptimizationConfiguration configuration = runner.getConfiguration();
        if (configuration.getDataSource() == null) {
            return creator.create(
                    candidate,
                    configuration.getDataProvider(),
                    configuration.getScoreFunction(),
                    List.of(attempt.listener()),
                    runner);
        }
        return creator.create(
                candidate,
                configuration.getDataSource(),
                configuration.getDataSourceProperties(),
                configuration.getScoreFunction(),
                List.of(attempt.listener()),
                runner);
    }

    @Override
    public String describe() {
        return "each candidate is one opaque task of " + creator.getClass().getName();
    }
}
