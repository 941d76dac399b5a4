package org.jerboa.arbiter;

import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.scoring.util.ScoreUtil;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.dl4j.Dl4jData;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIteratorFactory;

/**
 * Arbiter's data sources as datasets, read once into shards that all trials share: {@code
 * Datasets.from(ArbiterData.of(ExampleDataSource.class, properties)).shards(4).load()}.
 *
 * <p>Test data become the test split, which no decision looks at; those that trials are compared by are split from the training
 * data, a fifth unless told otherwise. Arbiter compared candidates by the test data. What {@link Dl4jData} says of
 * iterators holds here, too: each is read twice, and must give the same examples after a reset.
 */
public final class ArbiterData {

    private ArbiterData() {}

    /**
     * A source as an {@code OptimizationConfiguration} is given it.
     *
     * @param properties null for none
     * @throws IllegalStateException if the class or its constructor without arguments is not public, or throws
     * @throws IllegalArgumentException if what the source gives is no iterator, or none that can be reset
     */
    public static ExampleSource of(Class<? extends DataSource> type, @Nullable Properties properties) {
        return of(DataSources.create(type, properties));
    }

    /**
     * A source that is configured already.
     *
     * @throws IllegalArgumentException if what it gives is no iterator, or none that can be reset
     */
    public static ExampleSource of(DataSource source) {
        return of(source.trainData(), source.testData());
    }

    /**
     * As {@link #of(DataSource)}, for the older kind.
     *
     * @param parameters the candidate generator's data parameters
     */
    @SuppressWarnings("deprecation") // programs still use it
    public static ExampleSource of(DataProvider provider, Map<String, Object> parameters) {
        return of(provider.trainData(parameters), provider.testData(parameters));
    }

    private static ExampleSource of(Object training, Object test) {
        return isSingle(training) && isSingle(test)
                ? Dl4jData.of(ScoreUtil.getIterator(training), ScoreUtil.getIterator(test))
                : Dl4jData.of(ScoreUtil.getMultiIterator(training), ScoreUtil.getMultiIterator(test));
    }

    private static boolean isSingle(Object data) {
        return data instanceof DataSetIterator || data instanceof DataSetIteratorFactory;
    }
}
