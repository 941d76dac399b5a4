package org.jerboa.tune.spi;

import java.io.Serializable;

/**
 * An immutable description of a search: its kind and settings. It holds no state of a search; {@link #start} makes a
 * {@link Searcher} for one study. Users may implement this; {@code SearcherContract} in testkit checks it.
 */
public interface SearchAlgorithm extends Serializable {

    /**
     * A fresh searcher.
     *
     * @throws IllegalArgumentException if the settings do not suit the space or the objectives, naming the setting
     */
    Searcher start(SearchProblem problem);

    /**
     * Name and all settings in one line, for instance {@code random(trials=24, epochs=10)}. Journalled, and compared on resume:
     * equal texts promise equal searches.
     */
    String describe();
}
