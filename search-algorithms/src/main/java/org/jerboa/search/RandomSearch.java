package org.jerboa.search;

import java.util.List;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.allocation.FixedEpochs;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jspecify.annotations.Nullable;

/**
 * Random search: independent uniform draws from the unit cube of the space, each trained for its epochs whatever its
 * results (Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012).
 *
 * <pre>{@code
 * .search(RandomSearch.trials(24).epochs(10))
 * }</pre>
 *
 * <p>The n-th configuration depends on the seed, the space and the constraints alone: not on the number of trials or
 * workers, nor on what is added to the study or ended by hand. Each parameter draws from a stream of its own, so that
 * adding or moving a parameter leaves the values of the others as they were (where no draw had to be repeated).
 *
 * <p>A draw is repeated if its configuration was drawn before or a {@linkplain #where constraint} forbids it. The search
 * ends early when there is nothing more to draw: in a space of at most 2^20 combinations exactly when all were tried, in
 * others after 10 000 repetitions of one draw.
 *
 * <p>All trials are started at once, up to 1024 in training at a time. Immutable.
 */
public final class RandomSearch implements SearchAlgorithm {

    private final int trials;
    private final @Nullable Integer epochs;
    private final NamedConstraints constraints;

    private RandomSearch(int trials, @Nullable Integer epochs, NamedConstraints constraints) {
        this.trials = trials;
        this.epochs = epochs;
        this.constraints = constraints;
    }

    /**
     * A search of so many trials.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public static RandomSearch trials(int trials) {
        if (trials < 1) {
            throw new IllegalArgumentException("trials (" + trials + ") must be at least 1; raise it");
        }
        return new RandomSearch(trials, null, NamedConstraints.NONE);
    }

    /**
     * The same search with so many epochs for each trial. Unless this is called, a trial gets as many as its own value of
     * the parameter {@code epochs} says, or 10 where the space has no such parameter.
     *
     * @throws IllegalArgumentException if {@code epochsPerTrial} is below 1
     */
    public RandomSearch epochs(int epochsPerTrial) {
        FixedEpochs.allAtOnce(epochsPerTrial); // refuses what is no number of epochs
        return new RandomSearch(trials, epochsPerTrial, constraints);
    }

    /**
     * The same search over those configurations only that the constraint, too, allows.
     *
     * @param name what the constraint says, for people and for {@link #describe}: two studies are taken to have the same
     *     constraint if it has the same name
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public RandomSearch where(String name, Constraint constraint) {
        return new RandomSearch(trials, epochs, constraints.and(name, constraint));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if epochs are set both here and by a parameter, or no configuration meets the
     *     constraints
     */
    @Override
    public Searcher start(SearchProblem problem) {
        Allocator allocator = FixedEpochs.allAtOnce(epochs).start(problem, trials);
        Sampler sampler = ComposedSearch.started(new RandomSampling(), problem, constraints);
        return new ComposedSearcher(problem, sampler, allocator, List.of(), trials);
    }

    @Override
    public String describe() {
        return "random(trials=" + trials + ", " + FixedEpochs.allAtOnce(epochs).describe()
                + (constraints.isEmpty() ? "" : ", where=" + constraints) + ")";
    }

    @Override
    public String toString() {
        return describe();
    }
}
