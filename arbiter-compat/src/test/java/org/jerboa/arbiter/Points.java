package org.jerboa.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.function.Consumer;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Points of the plane, inside a circle or outside. Properties ask for an iterator that throws at its second minibatch:
 * {@code train} or {@code test}, to {@code error} or {@code exception}.
 */
public class Points implements DataSource {

    static final int BATCH = 16;
    private static final int POINTS = 64;

    private Properties properties = new Properties();

    static Properties throwing(String split, String what) {
        Properties properties = new Properties();
        properties.setProperty(split, what);
        return properties;
    }

    @Override
    public void configure(Properties given) {
        this.properties = given;
    }

    @Override
    public Object trainData() {
        return iterator(properties.getProperty("train"), 1);
    }

    @Override
    public Object testData() {
        return iterator(properties.getProperty("test"), 2);
    }

    @Override
    public Class<?> getDataType() {
        return DataSetIterator.class;
    }

    private static DataSetIterator iterator(String fault, long seed) {
        Consumer<Integer> atMinibatch = minibatch -> {
            if (fault != null && minibatch == 1) {
                if (fault.equals("error")) {
                    throw new InternalError("made up");
                }
                throw new IllegalStateException("the file is broken");
            }
        };
        return new FaultyIterator(minibatches(seed), atMinibatch);
    }

    static List<DataSet> minibatches(long seed) {
        Random random = new Random(seed);
        List<DataSet> sets = new ArrayList<>();
        for (int i = 0; i < POINTS / BATCH; i++) {
            float[][] features = new float[BATCH][2];
            float[][] labels = new float[BATCH][2];
            for (int j = 0; j < BATCH; j++) {
                features[j] = new float[] {random.nextFloat() * 2 - 1, random.nextFloat() * 2 - 1};
                boolean inside = Math.hypot(features[j][0], features[j][1]) < 0.8;
                labels[j][inside ? 1 : 0] = 1;
            }
            sets.add(new DataSet(Nd4j.create(features), Nd4j.create(labels)));
        }
        return sets;
    }

    /** May be read ahead on another thread, as most iterators may. */
    static final class FaultyIterator extends ListDataSetIterator<DataSet> {

        private final Consumer<Integer> atMinibatch;
        private int read;

        FaultyIterator(List<DataSet> minibatches, Consumer<Integer> atMinibatch) {
            super(minibatches.stream().flatMap(set -> set.asList().stream()).toList(), BATCH);
            this.atMinibatch = atMinibatch;
        }

        @Override
        public synchronized DataSet next() {
            atMinibatch.accept(read++);
            return super.next();
        }
    }
}
