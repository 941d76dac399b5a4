package org.jerboa.testkit.perceptron;

/**
 * Layers of a {@link PlainMlp} and where their parameters lie in one flat array: for each layer its weights
 * {@code [inputs][outputs]}, then its biases {@code [outputs]}.
 *
 * @param classifier whether the outputs are classes under a softmax, or numbers
 * @param hidden units of the hidden layer; 0 for none
 */
public record PlainMlpShape(boolean classifier, int inputs, int hidden, int outputs) {

    /** Inputs of the output layer. */
    int last() {
        return hidden == 0 ? inputs : hidden;
    }

    /** Where the output layer's parameters begin. */
    int lastOffset() {
        return hidden == 0 ? 0 : (inputs + 1) * hidden;
    }

    int parameters() {
        return lastOffset() + (last() + 1) * outputs;
    }

    @Override
    public String toString() {
        return (classifier ? "classifier " : "regression ") + inputs + (hidden == 0 ? "" : "-" + hidden) + "-"
                + outputs;
    }
}
