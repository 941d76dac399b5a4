package org.jerboa.search;

import java.util.List;
import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.rule.StoppingRule;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.study.Trial;

/**
 * What all searches of this package have in common: a sampling, an allocation, and what any search can be told beside its own
 * settings. Immutable.
 *
 * <p>Not to be extended elsewhere: a search of other halves is a {@link ComposedSearch}, one of another making a {@link
 * SearchAlgorithm}.
 *
 * @param <S> the search itself
 */
public abstract class Search<S extends Search<S>> implements SearchAlgorithm {

    private final Terms terms;

    Search(Terms terms) {
        this.terms = terms;
    }

    final Terms terms() {
        return terms;
    }

    /** The same search on other terms. */
    abstract S with(Terms other);

    abstract Sampling sampling();

    abstract Allocation allocation();

    /**
     * The same search over those configurations only that the constraint, too, allows.
     *
     * @param name what the constraint says, for people and for {@link #describe}: two studies are taken to have the same
     *     constraint if it has the same name
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public final S where(String name, Constraint constraint) {
        return with(terms.where(name, constraint));
    }

    /**
     * Tries these configurations first, in this order, behind those of an earlier call and before any other; they count as
     * trials of the search. A study is refused if one of them is not of its space, is forbidden by a constraint or is given
     * twice.
     */
    public final S warmStart(Configuration... configurations) {
        return with(terms.warmStart(configurations));
    }

    /**
     * Knows these trials of an earlier study from the start: as if they had been its own, a search that learns learns from
     * them, and what was tried there is not tried again. They do not count as trials of the search.
     *
     * <p>Passed over are trials whose configuration is not of the study's space, whose epochs lack one of its objectives, or
     * which were deleted. A study is refused if none is left.
     *
     * @param trials of one study, for instance {@code earlier.ranking()}; their order does not matter, they are taken by
     *     number
     */
    public final S learnFrom(List<Trial> trials) {
        return with(terms.learnFrom(trials));
    }

    /**
     * Ends trials by a rule, too: a trial that would get another epoch is asked about first, and stopped if any rule says so.
     *
     * @param rule for instance {@code PercentileRule.median()}
     */
    public final S stopWhen(StoppingRule rule) {
        return with(terms.stopWhen(rule));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a setting does not suit the space or the objectives, a configuration of the warm
     *     start is refused, no trial to learn from is of use, or no configuration meets the constraints
     */
    @Override
    public Searcher start(SearchProblem problem) {
        return terms.start(problem, sampling(), allocation());
    }

    @Override
    public final String toString() {
        return describe();
    }
}
