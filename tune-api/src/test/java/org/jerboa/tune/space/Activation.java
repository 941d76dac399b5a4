package org.jerboa.tune.space;

/** Choices with a text of their own, which must not be taken for the name. */
enum Activation {
    RELU,
    TANH,
    GELU {
        @Override
        double apply(double x) {
            return x;
        }
    };

    double apply(double x) {
        return Math.max(0, x);
    }

    @Override
    public String toString() {
        return "activation function " + name().length();
    }
}
