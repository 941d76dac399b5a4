package org.jerboa.testkit.functions;

import org.jerboa.tune.space.Configuration;

/** Made-up losses of made-up models, over the spaces that people search: mixed kinds of parameters, and a choice of models. */
final class ModelLosses {

    private ModelLosses() {}

    /** A perceptron whose best learning rate and dropout depend on its depth. */
    static double perceptron(Configuration configuration) {
        double layers = configuration.getDouble("layers");
        double offset = switch (configuration.getString("act")) {
            case "relu" -> 0.01;
            case "tanh" -> 0.03;
            case "gelu" -> 0;
            default -> 0.08 * layers / 6; // sigmoid, which deep networks do not get on with
        };
        return 0.08
                + 0.035 * square(log10(configuration, "lr") + 2.4 + 0.2 * layers)
                + 0.004 * square(log10(configuration, "wd") + 4.3)
                + 0.01 * square(layers - 4)
                + 0.02 * square(log2(configuration, "units") - 8.2)
                + 0.3 * square(configuration.getDouble("dropout") - 0.05 * layers)
                + offset;
    }

    /** A choice of models, each with parameters of its own; the best of the perceptrons is best, if barely. */
    static double choice(Configuration configuration) {
        return switch (configuration.getString("model")) {
            case "svm" -> supportVectors(configuration);
            case "forest" -> forest(configuration);
            default -> momentum(configuration);
        };
    }

    private static double supportVectors(Configuration configuration) {
        double c = log10(configuration, "svm_C");
        return switch (configuration.getString("svm_kernel")) {
            case "rbf" -> {
                double gamma = log10(configuration, "svm_gamma");
                yield 0.10 + 0.02 * square(c - 1.2) + 0.03 * square(gamma + 1.7 + 0.3 * (c - 1.2));
            }
            case "linear" -> 0.19 + 0.01 * square(c + 0.5);
            default -> 0.15 + 0.015 * square(c) + 0.02 * square(configuration.getDouble("svm_degree") - 3);
        };
    }

    private static double forest(Configuration configuration) {
        return 0.12
                + 0.015 * square(log10(configuration, "rf_trees") - 2.6)
                + 0.0004 * square(configuration.getDouble("rf_depth") - 14)
                + 0.03 * square(log10(configuration, "rf_minleaf") + 2.2);
    }

    private static double momentum(Configuration configuration) {
        double rate = log10(configuration, "mlp_lr") + 2.3;
        double momentum = configuration.getDouble("mlp_momentum") - 0.9;
        return 0.085
                + 0.05 * square(rate)
                + 0.02 * square(log2(configuration, "mlp_width") - 6.5)
                + 0.2 * square(momentum)
                + 0.05 * Math.abs(momentum) * Math.abs(rate);
    }

    static double log10(Configuration configuration, String name) {
        return Math.log10(configuration.getDouble(name));
    }

    static double log2(Configuration configuration, String name) {
        return Math.log(configuration.getDouble(name)) / Math.log(2);
    }

    static double square(double value) {
        return value * value;
    }
}
