package org.jerboa.testkit.perceptron;

import java.util.Locale;

/** The text file that {@link PlainMlpHandler#export} writes. */
public final class PlainMlpText {

    private PlainMlpText() {}

    static String of(PlainMlp model) {
        PlainMlpShape shape = model.shape();
        StringBuilder text = new StringBuilder("plain-mlp 1 ").append(shape);
        text.append(' ').append(model.settings().activation().name().toLowerCase(Locale.ROOT));
        text.append('\n');
        if (shape.hidden() > 0) {
            append(text, model.parameters(), 0, shape.inputs(), shape.hidden());
        }
        append(text, model.parameters(), shape.lastOffset(), shape.last(), shape.outputs());
        return text.toString();
    }

    private static void append(StringBuilder text, double[] parameters, int offset, int inputs, int outputs) {
        for (int row = 0; row <= inputs; row++) {
            for (int column = 0; column < outputs; column++) {
                text.append(column == 0 ? "" : " ").append(parameters[offset + row * outputs + column]);
            }
            text.append('\n');
        }
    }
}
