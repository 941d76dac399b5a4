package org.jerboa.data;

import java.nio.file.Path;
import org.jerboa.data.idx.IdxSource;
import org.jerboa.data.io.Bytes;
import org.jerboa.data.spi.ExampleSource;
import org.jspecify.annotations.Nullable;

/**
 * Datasets from IDX files, the format of MNIST, Fashion-MNIST, EMNIST and others. Pixels stay unsigned bytes; call
 * {@code scale(0, 255)} to give models 0..1. An image {@code [height][width]} becomes one of one channel,
 * {@code [1][height][width]}.
 */
public final class IdxBuilder extends DatasetBuilder<IdxBuilder> {

    private final Bytes images;
    private final Bytes labels;
    private @Nullable Bytes testImages;
    private @Nullable Bytes testLabels;
    private int classes;

    IdxBuilder(Bytes images, Bytes labels) {
        this.images = images;
        this.labels = labels;
    }

    /** Files whose examples are the test split. */
    public IdxBuilder test(Path imageFile, Path labelFile) {
        this.testImages = Bytes.of(imageFile);
        this.testLabels = Bytes.of(labelFile);
        return this;
    }

    /** The number of classes; the default is one more than the highest label. */
    public IdxBuilder classes(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("classes (" + count + ") must be at least 1; raise it");
        }
        this.classes = count;
        return this;
    }

    @Override
    IdxBuilder self() {
        return this;
    }

    @Override
    ExampleSource source() {
        return new IdxSource(images, labels, testImages, testLabels, classes);
    }
}
