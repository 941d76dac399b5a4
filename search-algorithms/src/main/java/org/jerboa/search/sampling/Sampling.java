package org.jerboa.search.sampling;

import java.io.Serializable;
import org.jerboa.search.Constraint;
import org.jerboa.tune.spi.SearchProblem;

/** An immutable description of how configurations are proposed. Users may implement this. */
public interface Sampling extends Serializable {

    /**
     * A fresh sampler.
     *
     * @param allowed which configurations may be proposed; always true where the user has set no constraint
     * @throws IllegalArgumentException if this does not suit the space or the objectives, naming the setting
     */
    Sampler start(SearchProblem problem, Constraint allowed);

    /** Name and all settings in one line: equal texts promise equal proposals. */
    String describe();
}
