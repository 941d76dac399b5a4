package org.jerboa.search.allocation;

import java.io.Serializable;
import org.jerboa.tune.spi.SearchProblem;

/** An immutable description of how epochs are given to trials. Users may implement this. */
public interface Allocation extends Serializable {

    /**
     * A fresh allocator.
     *
     * @param trials the most trials that the search will start; {@code Long.MAX_VALUE} without a limit
     * @throws IllegalArgumentException if this does not suit the space, the objectives or the number of trials, naming the
     *     setting
     */
    Allocator start(SearchProblem problem, long trials);

    /** Name and all settings in one line: equal texts promise equal decisions. */
    String describe();
}
