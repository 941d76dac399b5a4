package org.jerboa.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;

/**
 * A search put together from two halves: a {@link Sampling}, which proposes configurations, and an {@link Allocation}, which
 * gives epochs to the trials. Any sampling goes with any allocation; the named searches of this package are compositions with
 * sane settings.
 *
 * <pre>{@code
 * .search(ComposedSearch.of(new RandomSampling(), FixedEpochs.asWanted(10)).trials(50))
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ComposedSearch implements SearchAlgorithm {

    private final Sampling sampling;
    private final Allocation allocation;
    private final long trials;
    private final NamedConstraints constraints;
    private final List<Configuration> known;

    private ComposedSearch(
            Sampling sampling,
            Allocation allocation,
            long trials,
            NamedConstraints constraints,
            List<Configuration> known) {
        this.sampling = sampling;
        this.allocation = allocation;
        this.trials = trials;
        this.constraints = constraints;
        this.known = List.copyOf(known);
    }

    /** Without a limit of trials of its own: it ends when the allocation, the space or the study's limits end it. */
    public static ComposedSearch of(Sampling sampling, Allocation allocation) {
        return new ComposedSearch(sampling, allocation, Long.MAX_VALUE, NamedConstraints.NONE, List.of());
    }

    /**
     * The most trials that are started; clones are not counted.
     *
     * @throws IllegalArgumentException if {@code most} is below 1
     */
    public ComposedSearch trials(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("trials (" + most + ") must be at least 1; raise it");
        }
        return new ComposedSearch(sampling, allocation, most, constraints, known);
    }

    /**
     * The same search over those configurations only that the constraint, too, allows.
     *
     * @param name what the constraint says, for people and for {@link #describe}: two studies are taken to have the same
     *     constraint if it has the same name
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public ComposedSearch where(String name, Constraint constraint) {
        return new ComposedSearch(sampling, allocation, trials, constraints.and(name, constraint), known);
    }

    /** Tries these configurations first, in this order, before any that the sampling proposes; they count as trials. */
    public ComposedSearch warmStart(Configuration... configurations) {
        List<Configuration> more = new ArrayList<>(known);
        more.addAll(Arrays.asList(configurations));
        return new ComposedSearch(sampling, allocation, trials, constraints, more);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the sampling or the allocation does not suit the problem, a configuration of the
     *     warm start is not of the space or not allowed, or no configuration meets the constraints
     */
    @Override
    public Searcher start(SearchProblem problem) {
        for (Configuration configuration : known) {
            problem.space().validate(configuration);
            if (!constraints.allows(configuration)) {
                throw new IllegalArgumentException("configuration (" + configuration.text()
                        + ") of the warm start does not meet the constraints " + constraints + "; leave it out");
            }
        }
        Allocator allocator = allocation.start(problem, trials);
        return new ComposedSearcher(problem, started(sampling, problem, constraints), allocator, known, trials);
    }

    /** Has an error name the constraints. */
    static Sampler started(Sampling sampling, SearchProblem problem, NamedConstraints constraints) {
        try {
            return sampling.start(problem, constraints);
        } catch (IllegalArgumentException e) {
            if (constraints.isEmpty()) {
                throw e;
            }
            throw new IllegalArgumentException(e.getMessage() + " (constraints: " + constraints + ")", e);
        }
    }

    @Override
    public String describe() {
        return sampling.describe() + " + " + allocation.describe()
                + (trials == Long.MAX_VALUE ? "" : ", trials=" + trials)
                + (constraints.isEmpty() ? "" : ", where=" + constraints)
                + (known.isEmpty()
                        ? ""
                        : ", warmStart="
                                + known.stream().map(Configuration::text).toList());
    }

    @Override
    public String toString() {
        return describe();
    }
}
