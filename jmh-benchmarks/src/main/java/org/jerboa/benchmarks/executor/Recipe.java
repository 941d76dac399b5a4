package org.jerboa.benchmarks.executor;

import java.util.List;
import org.jerboa.tune.space.Configuration;

/**
 * What one trial's training consists of, as a study did it and as others repeat it.
 *
 * @param seed of the model, and of everything random in its training
 * @param orders for each epoch, the shards in the order in which it visited them
 */
record Recipe(int trial, Configuration configuration, long seed, List<List<Integer>> orders) {

    Recipe {
        orders = orders.stream().map(List::copyOf).toList();
    }
}
