package org.jerboa.testkit.functions;

import java.io.Serializable;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;

/** A search algorithm made of a lambda. */
record NamedAlgorithm(String describe, Start begin) implements SearchAlgorithm {

    /** Makes the searcher. */
    interface Start extends Serializable {
        Searcher searcher(SearchProblem problem);
    }

    @Override
    public Searcher start(SearchProblem problem) {
        return begin.searcher(problem);
    }
}
