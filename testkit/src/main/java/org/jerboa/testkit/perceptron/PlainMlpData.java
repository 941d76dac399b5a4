package org.jerboa.testkit.perceptron;

import java.util.List;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;

/** Examples as a {@link PlainMlp} of a given shape reads them: one tensor of features, one of labels, no masks. */
public final class PlainMlpData {

    private final int count;
    private final int inputs;
    private final int outputs;
    private final float[] features;
    private final int[] classes;
    private final float[] targets;

    private PlainMlpData(int count, PlainMlpShape shape, float[] features, int[] classes, float[] targets) {
        this.count = count;
        this.inputs = shape.inputs();
        this.outputs = shape.outputs();
        this.features = features;
        this.classes = classes;
        this.targets = targets;
    }

    /**
     * Copies the examples.
     *
     * @throws IllegalArgumentException if they do not fit the shape
     */
    static PlainMlpData of(Examples examples, PlainMlpShape shape) {
        Tensor features = only(examples.features(), "features");
        Tensor labels = only(examples.labels(), "labels");
        int count = examples.count();
        require(features.spec().elements(), shape.inputs(), "elements in features", "inputs");
        float[] numbers = new float[count * shape.inputs()];
        features.copyFloats(0, count, numbers, 0);
        if (!shape.classifier()) {
            require(labels.spec().elements(), shape.outputs(), "elements in labels", "outputs");
            float[] targets = new float[count * shape.outputs()];
            labels.copyFloats(0, count, targets, 0);
            return new PlainMlpData(count, shape, numbers, new int[0], targets);
        }
        require(labels.spec().classes(), shape.outputs(), "classes", "outputs");
        int[] classes = new int[count];
        labels.copyInts(0, count, classes, 0);
        return new PlainMlpData(count, shape, numbers, classes, new float[0]);
    }

    private static Tensor only(List<Tensor> tensors, String role) {
        if (tensors.size() != 1) {
            throw new IllegalArgumentException(
                    "a plain MLP takes one tensor of " + role + ", not " + tensors + "; leave the others out");
        }
        return tensors.get(0);
    }

    private static void require(int found, int expected, String what, String of) {
        if (found != expected) {
            throw new IllegalArgumentException(found + " " + what + " do not fit a plain MLP of " + expected + " " + of
                    + "; make the handler from the data's schema");
        }
    }

    int count() {
        return count;
    }

    float[] features() {
        return features;
    }

    int featuresAt(int example) {
        return example * inputs;
    }

    int label(int example) {
        return classes[example];
    }

    float[] targets() {
        return targets;
    }

    int targetsAt(int example) {
        return example * outputs;
    }

    double loss(PlainMlpPass pass, int example) {
        return classes.length > 0 ? pass.lossOfClass(classes[example]) : pass.lossOfTargets(targets, example * outputs);
    }
}
