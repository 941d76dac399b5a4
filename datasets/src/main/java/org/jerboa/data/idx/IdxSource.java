package org.jerboa.data.idx;

import java.io.IOException;
import java.util.Arrays;
import org.jerboa.data.io.Bytes;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Examples in a pair of IDX files, with another pair for the test, if there is one. */
public final class IdxSource implements ExampleSource {

    private final Bytes images;
    private final Bytes labels;
    private final @Nullable Bytes testImages;
    private final @Nullable Bytes testLabels;
    private final int givenClasses;
    private boolean wideLabels;

    public IdxSource(
            Bytes images, Bytes labels, @Nullable Bytes testImages, @Nullable Bytes testLabels, int givenClasses) {
        this.images = images;
        this.labels = labels;
        this.testImages = testImages;
        this.testLabels = testLabels;
        this.givenClasses = givenClasses;
    }

    @Override
    public String name() {
        return images.shortName();
    }

    /** Reads the labels, which are short, and only the headers of the images. */
    @Override
    public Survey survey() throws IOException {
        TensorSpec features = features(images);
        int[] classes = labels(labels, images);
        int[] testClasses = {};
        if (testImages != null && testLabels != null) {
            TensorSpec testFeatures = features(testImages);
            if (!testFeatures.equals(features)) {
                throw new IllegalArgumentException(testImages.name() + " holds items of shape " + testFeatures.shape()
                        + " and type " + testFeatures.type() + ", " + images.name() + " of " + features.shape()
                        + " and " + features.type() + "; give files of the same kind");
            }
            testClasses = labels(testLabels, testImages);
        }
        int classCount = givenClasses > 0 ? givenClasses : 1 + Math.max(highest(classes), highest(testClasses));
        check(classes, classCount, labels);
        if (testLabels != null) {
            check(testClasses, classCount, testLabels);
        }
        TensorSpec label = TensorSpec.classes("label", classCount);
        wideLabels = label.type() == ElementType.INT32;
        return Survey.of(Schema.of(features, label), classes.length, testClasses.length)
                .withClasses(classes);
    }

    private static int highest(int[] classes) {
        return Arrays.stream(classes).max().orElse(0);
    }

    private static void check(int[] classes, int count, Bytes labels) {
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0 || classes[i] >= count) {
                throw new IllegalArgumentException("label " + classes[i] + " of item " + i + " of " + labels.name()
                        + " is outside 0.." + (count - 1) + "; correct it or classes(" + count + ")");
            }
        }
    }

    private static TensorSpec features(Bytes images) throws IOException {
        try (IdxFile file = IdxFile.open(images)) {
            Shape shape = file.shape();
            if (shape.rank() == 0) {
                throw new IOException("cannot take images from " + images.name()
                        + ": it holds one number an item; are images and labels exchanged?");
            }
            // images without channels have one
            Shape withChannels = shape.rank() == 2 ? Shape.of(1, shape.dimension(0), shape.dimension(1)) : shape;
            return TensorSpec.features("features", file.type(), withChannels.toArray());
        }
    }

    private static int[] labels(Bytes labels, Bytes images) throws IOException {
        try (IdxFile file = IdxFile.open(labels);
                IdxFile imageFile = IdxFile.open(images)) {
            if (file.shape().rank() != 0 || file.type() == ElementType.FLOAT32) {
                throw new IOException("cannot take labels from " + labels.name() + ": its items are of shape "
                        + file.shape() + " and type " + file.type()
                        + ", not single integers; are images and labels exchanged?");
            }
            if (file.items() != imageFile.items()) {
                throw new IOException(labels.name() + " has " + file.items() + " labels for the " + imageFile.items()
                        + " items of " + images.name() + "; give files that belong together");
            }
            int[] classes = new int[file.items()];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = file.nextInt();
            }
            file.checkEnd();
            return classes;
        }
    }

    @Override
    public void read(ExampleSink sink) throws IOException {
        read(images, labels, sink, false);
        if (testImages != null && testLabels != null) {
            read(testImages, testLabels, sink, true);
        }
    }

    private void read(Bytes imageBytes, Bytes labelBytes, ExampleSink sink, boolean test) throws IOException {
        try (IdxFile imageFile = IdxFile.open(imageBytes);
                IdxFile labelFile = IdxFile.open(labelBytes)) {
            for (int i = 0; i < imageFile.items(); i++) {
                if (test) {
                    sink.nextTest();
                } else {
                    sink.next();
                }
                imageFile.next(sink.tensor(0));
                int label = labelFile.nextInt();
                if (wideLabels) {
                    sink.tensor(1).putInt(label);
                } else {
                    sink.tensor(1).put((byte) label);
                }
            }
            imageFile.checkEnd();
        }
    }
}
