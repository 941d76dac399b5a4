package org.jerboa.dl4j;

import java.util.Arrays;
import org.jerboa.tune.data.TensorSpec;

/**
 * How one example of a tensor, in row-major order, becomes one example of a network's array.
 *
 * <p>Without one-hot encoding an example is seen as a matrix {@code [rows][columns]} and written transposed if {@code
 * transposed}. With it, every element becomes a vector of {@code oneHot} numbers: consecutive ones, or {@code elements}
 * apart if {@code transposed}.
 *
 * @param shape of one example in the network's array
 * @param oneHot number of classes; 0 for no encoding
 */
record TensorPlan(long[] shape, int rows, int columns, boolean transposed, int oneHot) {

    /** For features: the first layer decides. */
    static TensorPlan features(TensorSpec spec, InputPort port) {
        boolean indices = port.layout() == Layout.INDEX || port.layout() == Layout.INDICES;
        int oneHot = spec.classes() > 0 && !indices ? spec.classes() : 0;
        return of(spec, "input '" + port.name() + "'", port.layout(), port.channels(), oneHot);
    }

    /** For labels: class indices become one-hot vectors, unless the loss takes indices or there is a single unit. */
    static TensorPlan labels(TensorSpec spec, OutputPort port) {
        String where = "output '" + port.name() + "'";
        boolean single = port.size() == 1;
        if (spec.classes() == 0 || port.takesIndices() || single) {
            if (single && spec.classes() > 2) {
                throw fault(
                        spec,
                        where,
                        "has " + spec.classes() + " classes for 1 unit; give the layer nOut(" + spec.classes() + ")");
            }
            if (spec.classes() == 0
                    && port.comparesClasses()
                    && spec.elements() == 1
                    && port.layout() == Layout.VECTOR) {
                throw fault(
                        spec,
                        where,
                        "holds one number an example, but the loss compares classes;"
                                + " declare its classes, or use a loss for numbers such as MSE");
            }
            return of(spec, where, port.layout(), port.takesIndices() ? 1 : port.size(), 0);
        }
        if (port.size() > 0 && port.size() != spec.classes()) {
            throw fault(
                    spec,
                    where,
                    "has " + spec.classes() + " classes for " + port.size() + " units; give the layer nOut("
                            + spec.classes() + ")");
        }
        return of(spec, where, port.layout(), port.size(), spec.classes());
    }

    /** For masks, which always lie as {@code [examples][time]} or {@code [examples][1]}. */
    static TensorPlan mask(TensorSpec spec) {
        int[] dimensions = spec.shape().toArray();
        long[] shape = dimensions.length == 0
                ? new long[] {1}
                : Arrays.stream(dimensions).asLongStream().toArray();
        return straight(spec, shape);
    }

    private static TensorPlan of(TensorSpec spec, String where, Layout layout, long channels, int oneHot) {
        int[] dimensions = spec.shape().toArray();
        if (oneHot > 0) {
            return encoded(spec, layout, oneHot);
        }
        return switch (layout) {
            case VECTOR -> vector(spec, where, channels);
            case INDEX -> requireElements(spec, where, 1);
            case INDICES -> straight(spec, new long[] {spec.elements()});
            case SEQUENCE, SEQUENCE_FEATURES_LAST -> sequence(spec, where, layout, channels);
            case IMAGE, IMAGE_CHANNELS_LAST -> image(spec, where, layout, channels);
            case VOLUME, VOLUME_CHANNELS_LAST -> volume(spec, where, layout, channels);
            case ANY ->
                dimensions.length == 2
                        ? sequence(spec, where, Layout.SEQUENCE, 0)
                        : straight(
                                spec,
                                dimensions.length == 0
                                        ? new long[] {1}
                                        : Arrays.stream(dimensions)
                                                .asLongStream()
                                                .toArray());
        };
    }

    private static TensorPlan encoded(TensorSpec spec, Layout layout, int classes) {
        int elements = spec.elements();
        boolean steps =
                layout.isSequence() || (layout == Layout.ANY && spec.shape().rank() == 1);
        if (!steps) {
            return new TensorPlan(new long[] {(long) elements * classes}, 1, elements, false, classes);
        }
        boolean transposed = !layout.channelsLast();
        long[] shape = transposed ? new long[] {classes, elements} : new long[] {elements, classes};
        return new TensorPlan(shape, 1, elements, transposed, classes);
    }

    private static TensorPlan vector(TensorSpec spec, String where, long features) {
        if (features > 0 && features != spec.elements()) {
            throw fault(
                    spec,
                    where,
                    "has " + spec.elements() + " elements an example (shape " + spec.shape() + "), the layer has "
                            + features + " units there; make them equal");
        }
        return straight(spec, new long[] {spec.elements()});
    }

    private static TensorPlan requireElements(TensorSpec spec, String where, int elements) {
        if (spec.elements() != elements) {
            throw fault(
                    spec,
                    where,
                    "has shape " + spec.shape() + ", but an EmbeddingLayer takes one index an example;"
                            + " use an EmbeddingSequenceLayer for several");
        }
        return straight(spec, new long[] {elements});
    }

    private static TensorPlan sequence(TensorSpec spec, String where, Layout layout, long features) {
        int[] shape = spec.shape().toArray();
        if (shape.length < 1 || shape.length > 2) {
            throw fault(spec, where, "has shape " + spec.shape() + " for a layer of sequences; use [time][features]");
        }
        int time = shape[0];
        int width = shape.length == 2 ? shape[1] : 1;
        if (features > 0 && features != width) {
            throw fault(
                    spec,
                    where,
                    "has " + width + " features a time step (shape " + spec.shape()
                            + " is [time][features]), the layer has " + features + " units there; make them equal");
        }
        return layout.channelsLast()
                ? straight(spec, new long[] {time, width})
                : new TensorPlan(new long[] {width, time}, time, width, true, 0);
    }

    private static TensorPlan image(TensorSpec spec, String where, Layout layout, long wanted) {
        int[] shape = spec.shape().toArray();
        long channels;
        long height;
        long width;
        boolean storedLast = false;
        if (shape.length == 3 && (wanted == 0 || shape[0] == wanted)) {
            channels = shape[0];
            height = shape[1];
            width = shape[2];
        } else if (shape.length == 3 && shape[2] == wanted) {
            storedLast = true;
            height = shape[0];
            width = shape[1];
            channels = shape[2];
        } else if (shape.length == 2 && wanted <= 1) {
            channels = 1;
            height = shape[0];
            width = shape[1];
        } else {
            channels = Math.max(1, wanted);
            height = Math.round(Math.sqrt(spec.elements() / (double) channels));
            width = height;
            if (shape.length > 1 || channels * height * width != spec.elements()) {
                throw fault(
                        spec,
                        where,
                        "has shape " + spec.shape() + ", which is no image of " + wanted
                                + " channels; use [channels][height][width], or InputType.convolutionalFlat");
            }
        }
        long[] to = layout.channelsLast() ? new long[] {height, width, channels} : new long[] {channels, height, width};
        return channelMove(spec, to, channels, storedLast, layout.channelsLast());
    }

    private static TensorPlan volume(TensorSpec spec, String where, Layout layout, long wanted) {
        int[] shape = spec.shape().toArray();
        if (shape.length != 4) {
            throw fault(
                    spec,
                    where,
                    "has shape " + spec.shape() + " for a layer of volumes; use [channels][depth][height][width]");
        }
        boolean storedLast = wanted > 0 && shape[0] != wanted && shape[3] == wanted;
        int channels = storedLast ? shape[3] : shape[0];
        int first = storedLast ? 0 : 1;
        long[] to = layout.channelsLast()
                ? new long[] {shape[first], shape[first + 1], shape[first + 2], channels}
                : new long[] {channels, shape[first], shape[first + 1], shape[first + 2]};
        return channelMove(spec, to, channels, storedLast, layout.channelsLast());
    }

    private static TensorPlan channelMove(
            TensorSpec spec, long[] to, long channels, boolean storedLast, boolean wantedLast) {
        if (storedLast == wantedLast || channels == 1) {
            return straight(spec, to);
        }
        int places = (int) (spec.elements() / channels);
        return storedLast
                ? new TensorPlan(to, places, (int) channels, true, 0)
                : new TensorPlan(to, (int) channels, places, true, 0);
    }

    private static TensorPlan straight(TensorSpec spec, long[] shape) {
        return new TensorPlan(shape, 1, spec.elements(), false, 0);
    }

    private static IllegalArgumentException fault(TensorSpec spec, String where, String what) {
        return new IllegalArgumentException("tensor '" + spec.name() + "' for " + where + " " + what);
    }

    /** Elements of one stored example. */
    int elements() {
        return rows * columns;
    }

    /** Numbers of one example in the network's array. */
    long width() {
        return (long) elements() * Math.max(1, oneHot);
    }

    /** Whether the stored order is the network's too, so that a minibatch is one copy. */
    boolean isCopy() {
        return oneHot == 0 && !(transposed && rows > 1 && columns > 1);
    }
}
