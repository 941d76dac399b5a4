package org.jerboa.arbiter;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;

/** Short searches for tests: over networks, and over numbers whose score is a function. The lowest score is the best. */
final class Searches {

    private Searches() {}

    /** @param properties of {@link Points} */
    static OptimizationConfiguration.Builder networks(Properties properties, int candidates) {
        return base(new RandomSearchGenerator(Spaces.sequential()), new MaxCandidatesCondition(candidates))
                .dataSource(Points.class, properties)
                .modelSaver(new InMemoryResultSaver());
    }

    static OptimizationConfiguration numbers(TerminationCondition... conditions) {
        return base(new RandomSearchGenerator(Spaces.numbers()), conditions).build();
    }

    static OptimizationConfiguration.Builder base(CandidateGenerator generator, TerminationCondition... conditions) {
        return new OptimizationConfiguration.Builder()
                .candidateGenerator(generator)
                .scoreFunction(new TestSetLossScoreFunction())
                .terminationConditions(conditions)
                .rngSeed(5);
    }

    static CandidateInfo info(IOptimizationRunner runner, int index) {
        return runner.getCandidateStatus().stream()
                .filter(info -> info.getIndex() == index)
                .findFirst()
                .orElseThrow();
    }

    /** A task creator of a user's making; like that of Arbiter's own example, it tells of its end by itself. */
    static TaskCreator scores(DoubleUnaryOperator function) {
        return new FunctionTasks((index, value) -> function.applyAsDouble(value));
    }

    /** The score of a candidate by index and value. */
    interface Score {
        double of(int index, double value) throws Exception;
    }

    static final class FunctionTasks implements TaskCreator {

        private final Score score;

        FunctionTasks(Score score) {
            this.score = score;
        }

        @Override
        @Deprecated
        @SuppressWarnings("rawtypes")
        public Callable<OptimizationResult> create(
                Candidate candidate,
                DataProvider dataProvider,
                ScoreFunction scoreFunction,
                List<StatusListener> listeners,
                IOptimizationRunner runner) {
            return () -> {
                double result = score.of(candidate.getIndex(), (Double) candidate.getValue());
                CandidateInfo info = new CandidateInfo(
                        candidate.getIndex(), CandidateStatus.Complete, result, 0, null, null, null, null);
                OptimizationResult whole =
                        new OptimizationResult(candidate, result, candidate.getIndex(), null, info, null);
                listeners.forEach(listener -> listener.onCandidateStatusChange(info, runner, whole));
                return whole;
            };
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Callable<OptimizationResult> create(
                Candidate candidate,
                Class<? extends DataSource> dataSource,
                Properties properties,
                ScoreFunction scoreFunction,
                List<StatusListener> listeners,
                IOptimizationRunner runner) {
            throw new AssertionError("no data source was given");
        }
    }
}
