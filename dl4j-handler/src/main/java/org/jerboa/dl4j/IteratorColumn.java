package org.jerboa.dl4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Checksum;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * One array of an iterator's minibatches, with its mask: first surveyed for its shape and for what its numbers mean, then
 * copied example by example.
 */
final class IteratorColumn {

    private final String name;
    private final boolean labels;
    private final int index;
    private final int[] shape;
    private final boolean sequence;

    private int steps;
    private boolean uneven;
    private boolean masked;
    private boolean oneHot;

    private float[] numbers = new float[0];
    private float @Nullable [] mask;
    private int loadedSteps;

    IteratorColumn(String name, boolean labels, int index, INDArray first) {
        this.name = name;
        this.labels = labels;
        this.index = index;
        this.sequence = first.rank() == 3;
        this.steps = sequence ? (int) first.size(2) : 1;
        this.shape = sequence
                ? new int[] {(int) first.size(1)}
                : Arrays.stream(first.shape(), 1, first.rank())
                        .mapToInt(Math::toIntExact)
                        .toArray();
        this.oneHot = labels && shape.length == 1 && shape[0] > 1;
    }

    boolean isLabels() {
        return labels;
    }

    boolean isOneClassAnExample() {
        return oneHot && !sequence;
    }

    private int width() {
        int width = 1;
        for (int dimension : shape) {
            width *= dimension;
        }
        return width;
    }

    /** Takes in what the minibatch says of the whole. */
    void survey(MultiDataSet batch, Checksum sum) throws IOException {
        load(batch, sum);
        uneven |= loadedSteps != steps;
        steps = Math.max(steps, loadedSteps);
        masked |= mask != null;
        if (oneHot) {
            int width = width();
            for (int row = 0; row * width < numbers.length && oneHot; row++) {
                oneHot = isOneHot(row * width, width, mask != null && mask[row] == 0);
            }
        }
    }

    private boolean isOneHot(int offset, int width, boolean padding) {
        int ones = 0;
        for (int i = offset; i < offset + width; i++) {
            if (numbers[i] == 1) {
                ones++;
            } else if (numbers[i] != 0) {
                return false;
            }
        }
        return ones == 1 || (ones == 0 && padding);
    }

    /** The minibatch's numbers as rows {@code [examples * steps][width]}. */
    void load(MultiDataSet batch, Checksum sum) throws IOException {
        INDArray array = labels ? batch.getLabels(index) : batch.getFeatures(index);
        if (array == null || (array.rank() == 3) != sequence || !sameShape(array)) {
            throw new IOException("array '" + name + "' has shape "
                    + (array == null ? "none" : Arrays.toString(array.shape())) + " in one minibatch and "
                    + Arrays.toString(shape) + (sequence ? " a step" : " an example") + " in another; make them equal");
        }
        loadedSteps = sequence ? (int) array.size(2) : 1;
        numbers = (sequence ? array.permute(0, 2, 1) : array).dup('c').data().asFloat();
        INDArray given = labels ? batch.getLabelsMaskArray(index) : batch.getFeaturesMaskArray(index);
        mask = given == null ? null : given.dup('c').data().asFloat();
        if (mask != null && mask.length != numbers.length / width()) {
            throw new IOException("mask of '" + name + "' has shape " + Arrays.toString(given.shape())
                    + "; use [examples][time], or [examples][1]");
        }
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        sum.update(bytes);
    }

    private boolean sameShape(INDArray array) {
        if (sequence) {
            return array.size(1) == shape[0];
        }
        for (int i = 0; i < shape.length; i++) {
            if (array.rank() != shape.length + 1 || array.size(i + 1) != shape[i]) {
                return false;
            }
        }
        return true;
    }

    /** The classes of a surveyed minibatch, one an example. */
    void classes(MultiDataSet batch, int[] classes, int from) {
        int width = width();
        for (int row = 0; row * width < numbers.length; row++) {
            classes[from + row] = hot(row * width, width);
        }
    }

    private int hot(int offset, int width) {
        for (int i = 0; i < width; i++) {
            if (numbers[offset + i] == 1) {
                return i;
            }
        }
        return 0;
    }

    List<TensorSpec> specs(List<String> classNames) {
        List<TensorSpec> specs = new ArrayList<>();
        TensorSpec spec = spec();
        specs.add(oneHot && classNames.size() == shape[0] ? spec.withClassNames(classNames) : spec);
        if (masked || uneven) {
            specs.add(sequence ? spec.mask(steps) : spec.mask());
        }
        return specs;
    }

    private TensorSpec spec() {
        if (oneHot) {
            return sequence ? TensorSpec.classes(name, shape[0], steps) : TensorSpec.classes(name, shape[0]);
        }
        int[] whole = sequence ? new int[] {steps, shape[0]} : shape;
        return labels ? TensorSpec.targets(name, whole) : TensorSpec.features(name, ElementType.FLOAT32, whole);
    }

    /**
     * Puts an example of the loaded minibatch, with its mask.
     *
     * @return the place of the next tensor
     */
    int put(int example, ExampleSink sink, int tensor) {
        ByteBuffer values = sink.tensor(tensor);
        int width = width();
        int first = example * loadedSteps;
        for (int step = 0; step < steps; step++) {
            boolean padding = step >= loadedSteps;
            if (!oneHot) {
                for (int i = 0; i < width; i++) {
                    values.putFloat(padding ? 0 : numbers[(first + step) * width + i]);
                }
            } else {
                int type = padding ? 0 : hot((first + step) * width, width);
                if (shape[0] <= 256) {
                    values.put((byte) type);
                } else {
                    values.putInt(type);
                }
            }
        }
        if (!masked && !uneven) {
            return tensor + 1;
        }
        ByteBuffer counts = sink.tensor(tensor + 1);
        for (int step = 0; step < steps; step++) {
            boolean counted = step < loadedSteps && (mask == null || mask[first + step] != 0);
            counts.put((byte) (counted ? 1 : 0));
        }
        return tensor + 2;
    }
}
