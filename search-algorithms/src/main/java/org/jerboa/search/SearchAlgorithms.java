package org.jerboa.search;

/** Where to begin for those who do not wish to choose a search themselves. */
public final class SearchAlgorithms {

    private SearchAlgorithms() {}

    /**
     * A search that suits the space, the objectives and the budget; {@link AutomaticSearch#choice} says which one that is, and
     * why.
     *
     * @param epochs that all trials together may be trained; at least 1
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static AutomaticSearch automatic(long epochs) {
        return AutomaticSearch.of(epochs);
    }
}
