package org.jerboa.arbiter;

import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.scoring.impl.BaseNetScoreFunction;
import org.deeplearning4j.arbiter.scoring.impl.TestSetRegressionScoreFunction;
import org.deeplearning4j.arbiter.scoring.util.ScoreUtil;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Where one candidate's data come from: a {@code DataSource}, of which each use makes an instance, or a {@code
 * DataProvider}. As in Arbiter, both are asked anew by every candidate, on the thread that trains it.
 *
 * <p>It shows itself as a provider whose iterators are read synchronously, whichever of the two is behind it. So one path
 * serves both, and model evaluators get data from sources too, where Arbiter gave them null.
 */
@SuppressWarnings("deprecation") // programs still use data providers, and the older score functions
record CandidateData(OptimizationConfiguration configuration, Candidate<?> candidate) implements DataProvider {

    @Override
    public Object trainData(Map<String, Object> dataParameters) {
        return SynchronousIterator.of(
                hasSource()
                        ? source().trainData()
                        : configuration.getDataProvider().trainData(dataParameters));
    }

    @Override
    public Object testData(Map<String, Object> dataParameters) {
        return SynchronousIterator.of(
                hasSource()
                        ? source().testData()
                        : configuration.getDataProvider().testData(dataParameters));
    }

    @Override
    public Class<?> getDataType() {
        return hasSource()
                ? source().getDataType()
                : configuration.getDataProvider().getDataType();
    }

    Object training() {
        return trainData(candidate.getDataParameters());
    }

    /**
     * The model's score. A score function that leaves it to Arbiter's base class how test data are fetched gets them from
     * here; one that fetches them itself is called as it expects it.
     */
    double score(Object model) {
        ScoreFunction function = configuration.getScoreFunction();
        if (function instanceof TestSetRegressionScoreFunction regression
                && model instanceof MultiLayerNetwork network
                && fetchesByArbiter(function)) {
            Object data = testData(candidate.getDataParameters());
            return RegressionScore.of(network, ScoreUtil.getIterator(data), regression.getRegressionValue());
        }
        if (hasSource() && !fetchesByArbiter(function)) {
            return function.score(model, configuration.getDataSource(), configuration.getDataSourceProperties());
        }
        DataProvider provider = fetchesByArbiter(function) ? this : configuration.getDataProvider();
        return function.score(model, provider, candidate.getDataParameters());
    }

    private static boolean fetchesByArbiter(ScoreFunction function) {
        return function instanceof BaseNetScoreFunction
                && inherits(function, Object.class, Class.class, Properties.class)
                && inherits(function, Object.class, DataProvider.class, Map.class);
    }

    private static boolean inherits(ScoreFunction function, Class<?>... parameters) {
        try {
            return function.getClass().getMethod("score", parameters).getDeclaringClass() == BaseNetScoreFunction.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(function.getClass() + " is a score function without that method", e);
        }
    }

    private boolean hasSource() {
        return configuration.getDataSource() != null;
    }

    private DataSource source() {
        return DataSources.create(configuration.getDataSource(), configuration.getDataSourceProperties());
    }
}
