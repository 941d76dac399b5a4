package org.jerboa.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Images of 8 x 8 pixels with a bright row or a bright column, in the place of MNIST, which would have to be downloaded. */
public class Images implements DataSource {

    static final int SIDE = 8;

    private int batchSize = 16;

    @Override
    public void configure(Properties properties) {
        batchSize = Integer.parseInt(properties.getProperty("batchSize", "16"));
    }

    @Override
    public Object trainData() {
        return iterator(batchSize, 1);
    }

    @Override
    public Object testData() {
        return iterator(batchSize, 2);
    }

    @Override
    public Class<?> getDataType() {
        return DataSetIterator.class;
    }

    static DataSetIterator iterator(int batchSize, long seed) {
        Random random = new Random(seed);
        List<DataSet> images = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            float[] pixels = new float[SIDE * SIDE];
            for (int j = 0; j < pixels.length; j++) {
                pixels[j] = random.nextFloat();
            }
            int label = random.nextInt(2);
            int line = random.nextInt(SIDE);
            for (int j = 0; j < SIDE; j++) {
                pixels[label == 0 ? SIDE * line + j : SIDE * j + line] += 1;
            }
            images.add(new DataSet(
                    Nd4j.create(pixels, new int[] {1, SIDE * SIDE}),
                    Nd4j.create(label == 0 ? new float[] {1, 0} : new float[] {0, 1}, new int[] {1, 2})));
        }
        return new ListDataSetIterator<>(images, batchSize);
    }
}
