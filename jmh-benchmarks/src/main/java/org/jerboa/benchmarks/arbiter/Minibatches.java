package org.jerboa.benchmarks.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.benchmarks.SyntheticImages;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Made-up images in minibatches. They are made once a process, so that what is timed is the training, and serialising an
 * iterator, as Arbiter does with those of early stopping, carries no images.
 */
final class Minibatches implements DataSetIterator {

    static final int PIXELS = SyntheticImages.SIDE * SyntheticImages.SIDE;
    private static final int BATCH = 64;
    private static final Map<Integer, List<DataSet>> MADE = new ConcurrentHashMap<>();

    private final int images;
    private int next;

    Minibatches(int images) {
        this.images = images;
    }

    private static List<DataSet> make(int images) {
        Examples examples = SyntheticImages.examples(images, images);
        Tensor pixels = examples.features().get(0);
        Tensor classes = examples.labels().get(0);
        List<DataSet> minibatches = new ArrayList<>();
        for (int begin = 0; begin < images; begin += BATCH) {
            int count = Math.min(BATCH, images - begin);
            float[][] features = new float[count][PIXELS];
            float[][] labels = new float[count][SyntheticImages.CLASSES];
            for (int i = 0; i < count; i++) {
                pixels.copyFloats(begin + i, begin + i + 1, features[i], 0);
                labels[i][classes.intAt(begin + i)] = 1;
            }
            minibatches.add(new DataSet(Nd4j.create(features), Nd4j.create(labels)));
        }
        return minibatches;
    }

    private List<DataSet> all() {
        return MADE.computeIfAbsent(images, Minibatches::make);
    }

    @Override
    public boolean hasNext() {
        return next < all().size();
    }

    @Override
    public DataSet next() {
        return all().get(next++);
    }

    @Override
    public DataSet next(int examples) {
        return next();
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return true;
    }

    @Override
    public int inputColumns() {
        return PIXELS;
    }

    @Override
    public int totalOutcomes() {
        return SyntheticImages.CLASSES;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("the images are scaled already");
    }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public @Nullable List<String> getLabels() {
        return null;
    }
}
