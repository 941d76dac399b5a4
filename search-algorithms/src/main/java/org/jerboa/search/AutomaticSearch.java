package org.jerboa.search;

import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;

/**
 * Chooses a search by what there is to search and what may be spent:
 *
 * <pre>{@code
 * AutomaticSearch search = SearchAlgorithms.automatic(600).maxEpochs(27).workers(2);
 * System.out.println(search.choice(problem));     // which search it is, and why
 * }</pre>
 *
 * <p>The choice depends on the settings, the space and the objectives alone, so a resumed study makes the same. The budget
 * is what the search aims at; a search that ends trials early may spend a little more. A limit of the study, {@code
 * Limits.none().epochs(600)}, makes it a bound. Immutable.
 */
public final class AutomaticSearch implements SearchAlgorithm {

    private static final int DEFAULT_EPOCHS = 27;

    private final long epochs;
    private final int maxEpochs;
    private final int workers;

    /**
     * What was chosen.
     *
     * @param search with its settings
     * @param reason in a sentence, for people
     */
    public record Choice(SearchAlgorithm search, String reason) {

        @Override
        public String toString() {
            return search.describe() + ": " + reason;
        }
    }

    private AutomaticSearch(long epochs, int maxEpochs, int workers) {
        this.epochs = epochs;
        this.maxEpochs = maxEpochs;
        this.workers = workers;
    }

    static AutomaticSearch of(long epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs (" + epochs + ") of the budget must be at least 1; raise it");
        }
        return new AutomaticSearch(epochs, (int) Math.min(DEFAULT_EPOCHS, epochs), 1);
    }

    /**
     * The most epochs of one trial; 27 unless set, or the whole budget where that is less.
     *
     * @throws IllegalArgumentException if {@code most} is below 1 or above the budget
     */
    public AutomaticSearch maxEpochs(int most) {
        if (most < 1 || most > epochs) {
            throw new IllegalArgumentException(
                    "maxEpochs (" + most + ") must be from 1 to the budget of " + epochs + " epochs");
        }
        return new AutomaticSearch(epochs, most, workers);
    }

    /**
     * How many trials are in training at a time: worker slots; 1 unless set.
     *
     * @throws IllegalArgumentException if {@code slots} is below 1
     */
    public AutomaticSearch workers(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("workers (" + slots + ") must be at least 1");
        }
        return new AutomaticSearch(epochs, maxEpochs, slots);
    }

    /** Which search a study of the problem is made by, and why. */
    public Choice choice(SearchProblem problem) {
        return new AutomaticChoice(epochs, maxEpochs, workers).of(problem);
    }

    /** {@inheritDoc} */
    @Override
    public Searcher start(SearchProblem problem) {
        return choice(problem).search().start(problem);
    }

    @Override
    public String describe() {
        return "automatic(epochs=" + epochs + ", maxEpochs=" + maxEpochs + ", workers=" + workers + ")";
    }

    @Override
    public String toString() {
        return describe();
    }
}
