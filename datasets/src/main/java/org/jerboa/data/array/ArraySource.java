package org.jerboa.data.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.TensorSpec;

/** Examples in arrays, {@code [examples][time][features]}; padding and masks where lengths differ. */
public final class ArraySource implements ExampleSource {

    private final float[][][] features;
    private final ArrayLabels labels;
    private final TensorSpec featureSpec;
    private final TensorSpec labelSpec;
    private final int width;
    private final boolean masked;
    private final boolean labelsMasked;

    private ArraySource(
            float[][][] features, ArrayLabels labels, TensorSpec featureSpec, TensorSpec labelSpec, int steps) {
        this.features = features;
        this.labels = labels;
        this.featureSpec = featureSpec;
        this.labelSpec = labelSpec;
        this.width = featureSpec.elements() / steps;
        this.masked = anyShorter(features, steps);
        this.labelsMasked = masked && labelSpec.shape().rank() == 1 && labelSpec.classes() > 0;
    }

    /** @param image the shape of a vector; empty: as it is */
    public static ArraySource of(
            float[][][] features, boolean sequences, ArrayLabels labels, int classes, List<Integer> image) {
        if (features.length == 0) {
            throw new IllegalArgumentException("the arrays hold no examples; give at least one");
        }
        int steps = 1;
        for (float[][] example : features) {
            steps = Math.max(steps, example.length);
        }
        int width = firstWidth(features);
        Shape shape = sequences ? Shape.of(steps, width) : image.isEmpty() ? Shape.of(width) : new Shape(image);
        if (shape.elements() != steps * width) {
            throw new IllegalArgumentException("vectors of " + width + " features are no images of shape " + shape
                    + " (" + shape.elements() + "); correct image(...)");
        }
        TensorSpec featureSpec = TensorSpec.features("features", ElementType.FLOAT32, shape.toArray());
        return new ArraySource(features, labels, featureSpec, labels.spec(classes, steps), steps);
    }

    private static int firstWidth(float[][][] features) {
        for (int example = 0; example < features.length; example++) {
            if (features[example].length == 0) {
                throw new IllegalArgumentException("sequence " + example + " has no steps; leave it out");
            }
        }
        return features[0][0].length;
    }

    private static boolean anyShorter(float[][][] features, int steps) {
        for (float[][] example : features) {
            if (example.length < steps) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return "arrays";
    }

    @Override
    public Survey survey() throws IOException {
        List<TensorSpec> tensors = new ArrayList<>(List.of(featureSpec, labelSpec));
        if (masked) {
            tensors.add(featureSpec.mask(featureSpec.shape().dimension(0)));
        }
        if (labelsMasked) {
            tensors.add(labelSpec.mask(labelSpec.shape().dimension(0)));
        }
        return Survey.byReading(new Schema(tensors), this);
    }

    @Override
    public void read(ExampleSink sink) {
        for (int example = 0; example < features.length; example++) {
            int steps = features[example].length;
            if (labels.steps(example) != ArrayLabels.WHOLE && labels.steps(example) != steps) {
                throw new IllegalArgumentException("sequence " + example + " has " + steps + " steps and "
                        + labels.steps(example) + " labels; give one for each step");
            }
            sink.next();
            ByteBuffer values = sink.tensor(0);
            for (float[] step : features[example]) {
                put(step, width, "features", example, values);
            }
            pad(values);
            labels.write(example, labelSpec, sink.tensor(1));
            pad(sink.tensor(1));
            for (int mask = 2; mask < 2 + (masked ? 1 : 0) + (labelsMasked ? 1 : 0); mask++) {
                for (int step = 0; step < steps; step++) {
                    sink.tensor(mask).put((byte) 1);
                }
                pad(sink.tensor(mask));
            }
        }
    }

    private static void pad(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
    }

    static void put(float[] values, int width, String what, int example, ByteBuffer destination) {
        if (values.length != width) {
            throw new IllegalArgumentException(what + " of example " + example + " have " + values.length
                    + " numbers, those of example 0 have " + width + "; give every example the same");
        }
        for (int i = 0; i < width; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(what + " of example " + example + " have " + values[i] + " at " + i
                        + ", which no model can learn from; replace it or leave the example out");
            }
            destination.putFloat(values[i]);
        }
    }
}
