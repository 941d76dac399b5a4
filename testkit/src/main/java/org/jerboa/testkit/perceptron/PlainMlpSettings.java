package org.jerboa.testkit.perceptron;

import java.util.Locale;
import org.jerboa.tune.space.Configuration;

/**
 * The hyperparameters of a {@link PlainMlp}, checked.
 *
 * @param hidden units of the hidden layer; 0 for none
 * @param dropout share of hidden units (of inputs, without a hidden layer) left out in training
 * @param decay the learning rate of epoch e is divided by {@code 1 + decay * e}
 * @param warmup steps over which the learning rate rises to its value
 */
public record PlainMlpSettings(
        double learningRate,
        double momentum,
        int hidden,
        int batchSize,
        Activation activation,
        double dropout,
        double decay,
        int warmup) {

    enum Activation {
        RELU,
        TANH
    }

    public PlainMlpSettings {
        check("learningRate", learningRate, learningRate > 0 && Double.isFinite(learningRate), "above 0");
        check("momentum", momentum, momentum >= 0 && momentum < 1, "at least 0 and below 1");
        check("hidden", hidden, hidden >= 0, "at least 0 (no hidden layer)");
        check("batchSize", batchSize, batchSize >= 1, "at least 1");
        check("dropout", dropout, dropout >= 0 && dropout < 1, "at least 0 and below 1");
        check("decay", decay, decay >= 0 && Double.isFinite(decay), "at least 0");
        check("warmup", warmup, warmup >= 0, "at least 0");
    }

    static PlainMlpSettings of(Configuration configuration) {
        return new PlainMlpSettings(
                configuration.getDouble("learningRate"),
                number(configuration, "momentum", 0.9),
                integer(configuration, "hidden", 0),
                integer(configuration, "batchSize", 32),
                activation(configuration),
                number(configuration, "dropout", 0),
                number(configuration, "decay", 0),
                integer(configuration, "warmup", 0));
    }

    /** The learning rate of one step. */
    double learningRate(int epoch, long step) {
        double rate = learningRate / (1 + decay * epoch);
        return step < warmup ? rate * (step + 1) / warmup : rate;
    }

    private static double number(Configuration configuration, String name, double otherwise) {
        return configuration.has(name) ? configuration.getDouble(name) : otherwise;
    }

    private static int integer(Configuration configuration, String name, int otherwise) {
        return configuration.has(name) ? configuration.getInt(name) : otherwise;
    }

    private static Activation activation(Configuration configuration) {
        if (!configuration.has("activation")) {
            return Activation.RELU;
        }
        String name = configuration.getString("activation");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "relu" -> Activation.RELU;
            case "tanh" -> Activation.TANH;
            default ->
                throw new IllegalArgumentException(
                        "activation '" + name + "' is unknown to a plain MLP; use relu or tanh");
        };
    }

    private static void check(String name, double value, boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + " (" + value + ") must be " + rule + "; correct the configuration");
        }
    }
}
