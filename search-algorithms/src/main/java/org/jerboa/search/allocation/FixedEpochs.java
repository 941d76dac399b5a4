package org.jerboa.search.allocation;

import org.jerboa.tune.spi.SearchProblem;
import org.jspecify.annotations.Nullable;

/**
 * Every trial gets its epochs, whatever its metrics: as many as are set; or else as its own value of the parameter {@code
 * epochs} says, where the space has one; or else 10. Trials that the study's user adds get as many. Immutable.
 *
 * <p>For sampling that does not learn, all trials are started at once, up to 1024 in training; for sampling that does, so
 * many as the workers can use, as a trial that starts later is of a better informed configuration.
 */
public final class FixedEpochs implements Allocation {

    private final @Nullable Integer epochs;
    private final boolean allAtOnce;

    private FixedEpochs(@Nullable Integer epochs, boolean allAtOnce) {
        this.epochs = epochs;
        this.allAtOnce = allAtOnce;
    }

    /**
     * Starts all trials at once.
     *
     * @param epochs for each trial; null for the trial's own, or 10
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static FixedEpochs allAtOnce(@Nullable Integer epochs) {
        return new FixedEpochs(checked(epochs), true);
    }

    /**
     * Starts as many trials as the workers can use.
     *
     * @param epochs for each trial; null for the trial's own, or 10
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static FixedEpochs asWanted(@Nullable Integer epochs) {
        return new FixedEpochs(checked(epochs), false);
    }

    private static @Nullable Integer checked(@Nullable Integer epochs) {
        return epochs == null ? null : Integer.valueOf(EpochBudget.checked(epochs));
    }

    /** {@inheritDoc} Epochs may not be set both here and by a parameter. */
    @Override
    public Allocator start(SearchProblem problem, long trials) {
        return new FixedEpochsAllocator(EpochBudget.of(epochs, problem.space()), allAtOnce, trials);
    }

    @Override
    public String describe() {
        return "epochs=" + EpochBudget.describe(epochs);
    }

    @Override
    public String toString() {
        return describe();
    }
}
