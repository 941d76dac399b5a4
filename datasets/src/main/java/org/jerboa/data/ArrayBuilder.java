package org.jerboa.data;

import java.util.Arrays;
import java.util.List;
import org.jerboa.data.array.ArrayLabels;
import org.jerboa.data.array.ArraySource;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.tune.data.Shape;
import org.jspecify.annotations.Nullable;

/** Datasets from Java arrays. Features are stored as FLOAT32, classes in the smallest type that holds them. */
public final class ArrayBuilder extends DatasetBuilder<ArrayBuilder> {

    private final float[][][] features;
    private final boolean sequences;
    private final ArrayLabels labels;
    private int classes;
    private @Nullable Shape shape;

    private ArrayBuilder(float[][][] features, boolean sequences, ArrayLabels labels) {
        if (features.length != labels.examples()) {
            throw new IllegalArgumentException("features of " + features.length + " examples and labels of "
                    + labels.examples() + "; give both for every example");
        }
        this.features = features;
        this.sequences = sequences;
        this.labels = labels;
    }

    static ArrayBuilder vectors(float[][] features, int[] classes) {
        return new ArrayBuilder(asSequences(features), false, new ArrayLabels.Classes(classes));
    }

    static ArrayBuilder vectors(float[][] features, float[][] targets) {
        return new ArrayBuilder(asSequences(features), false, new ArrayLabels.Targets(targets));
    }

    static ArrayBuilder sequences(float[][][] features, int[] classes) {
        return new ArrayBuilder(features, true, new ArrayLabels.Classes(classes));
    }

    static ArrayBuilder sequences(float[][][] features, int[][] classes) {
        return new ArrayBuilder(features, true, new ArrayLabels.StepClasses(classes));
    }

    /** A vector is a sequence of one step; the rows are shared, not copied. */
    private static float[][][] asSequences(float[][] vectors) {
        return Arrays.stream(vectors).map(v -> new float[][] {v}).toArray(float[][][]::new);
    }

    /** The number of classes; the default is one more than the highest index. */
    public ArrayBuilder classes(int count) {
        if (!labels.areClasses()) {
            throw new IllegalArgumentException("targets are numbers, not classes; leave classes(" + count + ") out");
        }
        if (count < 1) {
            throw new IllegalArgumentException("classes (" + count + ") must be at least 1; raise it");
        }
        this.classes = count;
        return this;
    }

    /** Reads each vector as an image, {@code [channels][height][width]} in row-major order. */
    public ArrayBuilder image(int height, int width, int channels) {
        if (sequences) {
            throw new IllegalArgumentException("sequences are no images; leave image(...) out");
        }
        this.shape = Shape.of(channels, height, width);
        return this;
    }

    @Override
    ArrayBuilder self() {
        return this;
    }

    @Override
    ExampleSource source() {
        return ArraySource.of(features, sequences, labels, classes, shape == null ? List.of() : shape.dimensions());
    }
}
