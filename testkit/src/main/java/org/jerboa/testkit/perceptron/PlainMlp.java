package org.jerboa.testkit.perceptron;

import java.util.concurrent.atomic.AtomicReference;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;

/**
 * A multilayer perceptron with its complete training state: weights, momentum, step count and random state.
 *
 * <p>It fails loudly where an executor breaks a promise: {@link IllegalStateException} if it is used after being closed,
 * by two threads at once, or after a failed unit without having been restored.
 */
public final class PlainMlp {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private enum Condition {
        READY,
        IN_USE,
        UNDEFINED,
        CLOSED
    }

    private final AtomicReference<Condition> condition = new AtomicReference<>(Condition.READY);
    private final Configuration configuration;
    private final PlainMlpSettings settings;
    private final PlainMlpShape shape;
    private final double[] parameters;
    private final double[] velocity;
    private long steps;
    private long randomState;

    private PlainMlp(Configuration configuration, PlainMlpSettings settings, PlainMlpShape shape) {
        this.configuration = configuration;
        this.settings = settings;
        this.shape = shape;
        this.parameters = new double[shape.parameters()];
        this.velocity = new double[shape.parameters()];
    }

    static PlainMlp empty(Configuration configuration, PlainMlpSettings settings, PlainMlpShape shape) {
        return new PlainMlp(configuration, settings, shape);
    }

    /** Weights uniform within Glorot and Bengio's bound (2010, equation 16), biases 0. */
    static PlainMlp initialised(
            Configuration configuration, PlainMlpSettings settings, PlainMlpShape shape, long seed) {
        PlainMlp model = empty(configuration, settings, shape);
        model.randomState = RandomStreams.seed(seed, "weights");
        if (shape.hidden() > 0) {
            model.initialise(0, shape.inputs(), shape.hidden());
        }
        model.initialise(shape.lastOffset(), shape.last(), shape.outputs());
        model.randomState = RandomStreams.seed(seed, "dropout");
        return model;
    }

    private void initialise(int offset, int inputs, int outputs) {
        double bound = Math.sqrt(6.0 / (inputs + outputs));
        for (int i = 0; i < inputs * outputs; i++) {
            parameters[offset + i] = bound * (2 * nextUniform() - 1);
        }
    }

    /**
     * Does something with the model that nobody else may do at the same time.
     *
     * @param changes whether the model is left undefined if it fails
     */
    <T, E extends Exception> T exclusively(String action, boolean changes, Task<T, E> task) throws E {
        Condition before = condition.compareAndExchange(Condition.READY, Condition.IN_USE);
        if (before != Condition.READY) {
            throw new IllegalStateException("cannot " + action + " " + this + ": " + reason(before));
        }
        T result;
        try {
            result = task.run();
        } catch (Throwable e) {
            condition.compareAndSet(Condition.IN_USE, changes ? Condition.UNDEFINED : Condition.READY);
            throw e;
        }
        if (!condition.compareAndSet(Condition.IN_USE, Condition.READY)) {
            throw new IllegalStateException(this + " was closed while in use (" + action + ")");
        }
        return result;
    }

    /** What is done with a model. */
    @FunctionalInterface
    interface Task<T, E extends Exception> {
        T run() throws E;
    }

    private static String reason(Condition condition) {
        return switch (condition) {
            case READY -> "it just became ready";
            case IN_USE -> "another thread is using it";
            case UNDEFINED -> "a unit failed on it; restore it from a checkpoint or close it";
            case CLOSED -> "it is closed";
        };
    }

    /**
     * Takes the model for overwriting all its state.
     *
     * @return false if it is closed or in use
     */
    boolean takeForRestore() {
        return condition.compareAndSet(Condition.READY, Condition.IN_USE)
                || condition.compareAndSet(Condition.UNDEFINED, Condition.IN_USE);
    }

    /** Ends what {@link #takeForRestore} began. */
    void restored() {
        condition.compareAndSet(Condition.IN_USE, Condition.READY);
    }

    void close() {
        condition.set(Condition.CLOSED);
    }

    /** Whether the model was closed. */
    public boolean isClosed() {
        return condition.get() == Condition.CLOSED;
    }

    /** Configuration it was made for. */
    public Configuration configuration() {
        return configuration;
    }

    /** Steps of SGD taken since it was created. */
    public long steps() {
        return steps;
    }

    void steps(long newSteps) {
        steps = newSteps;
    }

    public PlainMlpSettings settings() {
        return settings;
    }

    PlainMlpShape shape() {
        return shape;
    }

    /** Live array. */
    double[] parameters() {
        return parameters;
    }

    /** Live array. */
    double[] velocity() {
        return velocity;
    }

    long randomState() {
        return randomState;
    }

    void randomState(long state) {
        randomState = state;
    }

    /** Uniform in [0, 1): the next number of the model's SplitMix64 generator. */
    public double nextUniform() {
        long bits = RandomStreams.mix(randomState);
        randomState += GOLDEN_GAMMA;
        return (bits >>> 11) * 0x1.0p-53;
    }

    @Override
    public String toString() {
        return shape + " after " + steps + " steps";
    }
}
