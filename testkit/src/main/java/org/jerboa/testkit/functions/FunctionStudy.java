package org.jerboa.testkit.functions;

import java.util.List;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;

/**
 * A study whose trials do not train but follow a {@link TestFunction}: plays a search over it by the protocol of {@link
 * org.jerboa.tune.spi.Searcher}, on slots of a virtual clock. What comes of it depends on these settings alone.
 *
 * <pre>{@code
 * double best = FunctionStudy.of(TestFunctions.branin2()).seed(3).run(RandomSearch.trials(100).epochs(1)).score();
 * }</pre>
 *
 * <p>The metric is {@value #METRIC}, to be minimised. A slot trains one epoch at a time. It stays with its trial for as
 * long as the searcher has that trial train on, and otherwise takes the trial that has waited longest. With one slot (the
 * default) a search that draws trials one after another is told of each before it draws the next.
 *
 * <p>A clone takes over its parent's loss, if no more: it goes on from where its own curve has come down that far.
 *
 * <p>Immutable.
 */
public final class FunctionStudy {

    /** Name of the only metric. */
    public static final String METRIC = "loss";

    private final TestFunction function;
    private final long seed;
    private final int slots;
    private final boolean uneven;
    private final int trials;
    private final long epochs;

    private FunctionStudy(TestFunction function, long seed, int slots, boolean uneven, int trials, long epochs) {
        this.function = function;
        this.seed = seed;
        this.slots = slots;
        this.uneven = uneven;
        this.trials = trials;
        this.epochs = epochs;
    }

    /** A study with seed 0, one slot and the function's own budget. */
    public static FunctionStudy of(TestFunction function) {
        FunctionStudy unlimited = new FunctionStudy(function, 0, 1, false, Integer.MAX_VALUE, Long.MAX_VALUE);
        return function.isCurve() ? unlimited.epochs(function.budget()) : unlimited.trials(function.budget());
    }

    /** The same study with another seed, of the search and of the noise. */
    public FunctionStudy seed(long value) {
        return new FunctionStudy(function, value, slots, uneven, trials, epochs);
    }

    /** The same study on so many slots. */
    public FunctionStudy slots(int count) {
        return new FunctionStudy(function, seed, atLeastOne("slots", count), uneven, trials, epochs);
    }

    /**
     * The same study with epochs that take from one to four units of time, drawn for each trial, instead of one unit for
     * all; which matters on several slots alone.
     */
    public FunctionStudy unevenTrials() {
        return new FunctionStudy(function, seed, slots, true, trials, epochs);
    }

    /** The same study ending after so many trials, whatever they train. */
    public FunctionStudy trials(int most) {
        return new FunctionStudy(function, seed, slots, uneven, atLeastOne("trials", most), Long.MAX_VALUE);
    }

    /** The same study ending with this epoch of training, summed over trials, whatever is in training then. */
    public FunctionStudy epochs(long most) {
        long checked = most > Integer.MAX_VALUE ? most : atLeastOne("epochs", (int) most);
        return new FunctionStudy(function, seed, slots, uneven, Integer.MAX_VALUE, checked);
    }

    /**
     * Plays it.
     *
     * @throws IllegalStateException if the search breaks the protocol, or does not end
     */
    public FunctionRun run(SearchAlgorithm algorithm) {
        SearchProblem problem = new SearchProblem(function.space(), List.of(Objective.minimize(METRIC)), seed);
        return new FunctionPlay(this, algorithm, algorithm.start(problem)).run();
    }

    TestFunction function() {
        return function;
    }

    long seed() {
        return seed;
    }

    int slots() {
        return slots;
    }

    boolean isUneven() {
        return uneven;
    }

    int trials() {
        return trials;
    }

    long epochs() {
        return epochs;
    }

    /** No trial has less than one epoch. */
    int mostTrials() {
        return (int) Math.min(trials, epochs);
    }

    private static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " (" + value + ") of a study must be at least 1; raise it");
        }
        return value;
    }
}
