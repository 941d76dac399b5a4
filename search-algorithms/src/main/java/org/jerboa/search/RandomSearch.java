package org.jerboa.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jerboa.tune.space.Configuration;
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
    private final List<NamedConstraint> constraints;

    private record NamedConstraint(String name, Constraint constraint) implements Constraint {

        @Override
        public boolean allows(Configuration configuration) {
            return constraint.allows(configuration);
        }
    }

    private RandomSearch(int trials, @Nullable Integer epochs, List<NamedConstraint> constraints) {
        this.trials = trials;
        this.epochs = epochs;
        this.constraints = List.copyOf(constraints);
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
        return new RandomSearch(trials, null, List.of());
    }

    /**
     * The same search with so many epochs for each trial. Unless this is called, a trial gets as many as its own value of
     * the parameter {@code epochs} says, or 10 where the space has no such parameter.
     *
     * @throws IllegalArgumentException if {@code epochsPerTrial} is below 1
     */
    public RandomSearch epochs(int epochsPerTrial) {
        return new RandomSearch(trials, EpochBudget.checked(epochsPerTrial), constraints);
    }

    /**
     * The same search over those configurations only that the constraint, too, allows.
     *
     * @param name what the constraint says, for people and for {@link #describe}: two studies are taken to have the same
     *     constraint if it has the same name
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public RandomSearch where(String name, Constraint constraint) {
        if (name.isBlank()
                || name.lines().count() > 1
                || constraints.stream().anyMatch(c -> c.name().equals(name))) {
            throw new IllegalArgumentException(
                    "name '" + name
                            + "' of a constraint must be one line, not blank and not taken; say in it what the constraint says");
        }
        List<NamedConstraint> all = new ArrayList<>(constraints);
        all.add(new NamedConstraint(name, constraint));
        return new RandomSearch(trials, epochs, all);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if epochs are set both here and by a parameter, or no configuration meets the
     *     constraints
     */
    @Override
    public Searcher start(SearchProblem problem) {
        EpochBudget budget = EpochBudget.of(epochs, problem.space());
        RandomCandidates candidates = new RandomCandidates(problem.space(), problem.seed(), trials, this::allowed);
        if (!candidates.hasNext()) {
            throw new IllegalArgumentException("no configuration met the constraints "
                    + names() + " in " + RandomCandidates.MAX_DRAWS
                    + " draws; loosen them or narrow the space to where "
                    + "they hold");
        }
        return new OneShotSearcher(candidates, budget);
    }

    @Override
    public String describe() {
        return "random(trials=" + trials + ", epochs=" + EpochBudget.describe(epochs)
                + (constraints.isEmpty() ? "" : ", where=" + names()) + ")";
    }

    @Override
    public String toString() {
        return describe();
    }

    private boolean allowed(Configuration configuration) {
        return constraints.stream().allMatch(c -> c.allows(configuration));
    }

    private String names() {
        return constraints.stream().map(c -> "'" + c.name() + "'").collect(Collectors.joining(", ", "[", "]"));
    }
}
