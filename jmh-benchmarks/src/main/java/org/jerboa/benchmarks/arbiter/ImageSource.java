package org.jerboa.benchmarks.arbiter;

import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** {@link Minibatches} as an Arbiter data source. */
public final class ImageSource implements DataSource {

    private int images;

    static Properties properties(int images) {
        Properties properties = new Properties();
        properties.setProperty("images", String.valueOf(images));
        return properties;
    }

    @Override
    public void configure(Properties properties) {
        images = Integer.parseInt(properties.getProperty("images"));
    }

    @Override
    public Object trainData() {
        return new Minibatches(images);
    }

    @Override
    public Object testData() {
        return new Minibatches(images / 4);
    }

    @Override
    public Class<?> getDataType() {
        return DataSetIterator.class;
    }
}
