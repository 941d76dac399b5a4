package org.jerboa.search.guide;

import org.jerboa.search.Constraint;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.spi.SearchProblem;

/** Steps of up to {@code reach} from the best trial so far, along each axis of the unit cube. */
public record NearTheBest(double reach) implements Sampling {

    public NearTheBest {
        if (!(reach > 0 && reach <= 1)) {
            throw new IllegalArgumentException("reach (" + reach + ") must be above 0 and at most 1; set it so");
        }
    }

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        return new NearTheBestSampler(this, problem, allowed);
    }

    @Override
    public String describe() {
        return "nearTheBest(reach=" + reach + ")";
    }
}
