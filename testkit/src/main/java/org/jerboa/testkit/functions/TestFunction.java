package org.jerboa.testkit.functions;

import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;

/**
 * A function that stands in for training: the loss that each configuration of a space has, known without noise, and what
 * a study gets to see of it. Smaller is better. Immutable and thread-safe if its formula is.
 *
 * <p>A <em>plain</em> function has one loss for each configuration, however long it trains. A <em>curve</em> has one for
 * each number of epochs up to {@link #epochs()}, and a configuration is as good as its loss after all of them.
 */
public final class TestFunction {

    private static final int DEFAULT_TRIALS = 100;

    /** Curves are studied for as many epochs as so many full trainings have. */
    private static final int DEFAULT_FULL_TRAININGS = 20;

    private final String name;
    private final SearchSpace space;
    private final Loss loss;
    private final int epochs;
    private final int trials;
    private final double noise;
    private final OptionalDouble optimum;

    /** The loss without noise: the same at every call, from any thread. */
    @FunctionalInterface
    public interface Loss {

        /**
         * @param epochs epochs trained, from 1
         * @return NaN if training diverges before they are over
         */
        double after(int epochs, Configuration configuration);
    }

    private TestFunction(
            String name, SearchSpace space, Loss loss, int epochs, int trials, double noise, OptionalDouble optimum) {
        this.name = name;
        this.space = space;
        this.loss = loss;
        this.epochs = epochs;
        this.trials = trials;
        this.noise = noise;
        this.optimum = optimum;
    }

    /** A plain function without noise, which a study gets 100 trials for unless told otherwise. */
    public static TestFunction plain(String name, SearchSpace space, ToDoubleFunction<Configuration> loss) {
        return new TestFunction(
                name,
                space,
                (epochs, configuration) -> loss.applyAsDouble(configuration),
                1,
                DEFAULT_TRIALS,
                0,
                OptionalDouble.empty());
    }

    /**
     * Learning curves without noise, which a study gets the epochs of 20 full trainings for unless told otherwise.
     *
     * @param epochs of a full training
     * @throws IllegalArgumentException if {@code epochs} is below 2
     */
    public static TestFunction curve(String name, SearchSpace space, int epochs, Loss loss) {
        if (epochs < 2) {
            throw new IllegalArgumentException(
                    "epochs (" + epochs + ") of curve '" + name + "' must be at least 2; a function of one is plain");
        }
        return new TestFunction(name, space, loss, epochs, epochs * DEFAULT_FULL_TRAININGS, 0, OptionalDouble.empty());
    }

    /** The same function, seen through normal noise of this standard deviation. */
    public TestFunction noise(double deviation) {
        if (!(deviation >= 0)) {
            throw new IllegalArgumentException(
                    "noise (" + deviation + ") of '" + name + "' is a standard deviation and must not be negative");
        }
        return new TestFunction(name, space, loss, epochs, trials, deviation, optimum);
    }

    /** The same function with the least loss that any configuration has, which regret is measured from. */
    public TestFunction optimum(double least) {
        return new TestFunction(name, space, loss, epochs, trials, noise, OptionalDouble.of(least));
    }

    /** The same function with another number of trials that a study gets; of a curve, of epochs. */
    public TestFunction budget(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("budget (" + size + ") of '" + name + "' must be at least 1");
        }
        return new TestFunction(name, space, loss, epochs, size, noise, optimum);
    }

    public String name() {
        return name;
    }

    public SearchSpace space() {
        return space;
    }

    /** Epochs of a full training; 1 if plain. */
    public int epochs() {
        return epochs;
    }

    /** Whether the loss depends on the number of epochs. */
    public boolean isCurve() {
        return epochs > 1;
    }

    /** How much a study gets: trials, or epochs of a curve. */
    public int budget() {
        return trials;
    }

    /** Standard deviation of the noise through which studies see the loss. */
    public double noise() {
        return noise;
    }

    /** The least loss without noise, after a full training; empty if it is not known. */
    public OptionalDouble optimum() {
        return optimum;
    }

    /**
     * The loss without noise.
     *
     * @param epochsTrained from 1
     */
    public double loss(int epochsTrained, Configuration configuration) {
        return loss.after(epochsTrained, configuration);
    }

    /** The loss without noise after a full training. */
    public double loss(Configuration configuration) {
        return loss(epochs, configuration);
    }

    /**
     * The loss as a study sees it. Of a plain function every epoch of a trial sees the same.
     *
     * @param seed of the study
     */
    public double observed(int epochsTrained, Configuration configuration, long seed, int trial) {
        double exact = loss(epochsTrained, configuration);
        return noise == 0 ? exact : exact + noise * Noise.normal(seed, trial, isCurve() ? epochsTrained : 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
