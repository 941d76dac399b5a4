package org.jerboa.data.array;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.TensorSpec;

/** Labels in arrays. */
public sealed interface ArrayLabels {

    int examples();

    boolean areClasses();

    /** The {@link #steps} of an example that has labels as a whole. */
    int WHOLE = -1;

    /** How many steps of labels an example has. */
    int steps(int example);

    /**
     * @param classes 0: as many as there are
     * @param steps of the longest sequence
     */
    TensorSpec spec(int classes, int steps);

    /** Writes an example's labels and no padding. */
    void write(int example, TensorSpec spec, ByteBuffer destination);

    private static int[] checked(int[] indices, int example) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0) {
                throw new IllegalArgumentException("class index " + indices[i] + " of example " + (example + i)
                        + " is negative; count classes from 0");
            }
        }
        return indices;
    }

    private static void put(int index, TensorSpec spec, int example, ByteBuffer destination) {
        if (index >= spec.classes()) {
            throw new IllegalArgumentException("class index " + index + " of example " + example + " is outside 0.."
                    + (spec.classes() - 1) + "; correct it or classes(" + spec.classes() + ")");
        }
        if (spec.type() == ElementType.UINT8) {
            destination.put((byte) index);
        } else {
            destination.putInt(index);
        }
    }

    private static int count(int classes, int highest) {
        return classes > 0 ? classes : highest + 1;
    }

    /** One class an example. */
    record Classes(int[] indices) implements ArrayLabels {

        public Classes {
            checked(indices, 0);
        }

        @Override
        public int examples() {
            return indices.length;
        }

        @Override
        public boolean areClasses() {
            return true;
        }

        @Override
        public int steps(int example) {
            return WHOLE;
        }

        @Override
        public TensorSpec spec(int classes, int steps) {
            return TensorSpec.classes(
                    "label", count(classes, Arrays.stream(indices).max().orElse(0)));
        }

        @Override
        public void write(int example, TensorSpec spec, ByteBuffer destination) {
            put(indices[example], spec, example, destination);
        }
    }

    /** One class a step. */
    record StepClasses(int[][] indices) implements ArrayLabels {

        public StepClasses {
            for (int example = 0; example < indices.length; example++) {
                for (int index : indices[example]) {
                    checked(new int[] {index}, example);
                }
            }
        }

        @Override
        public int examples() {
            return indices.length;
        }

        @Override
        public boolean areClasses() {
            return true;
        }

        @Override
        public int steps(int example) {
            return indices[example].length;
        }

        @Override
        public TensorSpec spec(int classes, int steps) {
            int highest =
                    Arrays.stream(indices).flatMapToInt(Arrays::stream).max().orElse(0);
            return TensorSpec.classes("label", count(classes, highest), steps);
        }

        @Override
        public void write(int example, TensorSpec spec, ByteBuffer destination) {
            for (int index : indices[example]) {
                put(index, spec, example, destination);
            }
        }
    }

    /** Numbers to predict. */
    record Targets(float[][] values) implements ArrayLabels {

        @Override
        public int examples() {
            return values.length;
        }

        @Override
        public boolean areClasses() {
            return false;
        }

        @Override
        public int steps(int example) {
            return WHOLE;
        }

        @Override
        public TensorSpec spec(int classes, int steps) {
            return TensorSpec.targets("target", values.length == 0 ? 1 : values[0].length);
        }

        @Override
        public void write(int example, TensorSpec spec, ByteBuffer destination) {
            ArraySource.put(values[example], spec.elements(), "targets", example, destination);
        }
    }
}
