package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jerboa.tune.metric.MetricAccumulator;

/** An evaluation that knows which shards it is of, and refuses to be merged with one of the same. */
record Score(double sum, Set<String> shards) implements MetricAccumulator {

    @Override
    public long examples() {
        return shards.size();
    }

    @Override
    public MetricAccumulator merge(MetricAccumulator other) {
        Score that = (Score) other;
        Set<String> both = new TreeSet<>(shards);
        both.addAll(that.shards);
        assertThat(both).as("shards of %s and %s", this, that).hasSize(shards.size() + that.shards.size());
        assertThat(both)
                .as("shards of one split")
                .allMatch(shard -> shard.charAt(0) == shards.iterator().next().charAt(0));
        return new Score(sum + that.sum, both);
    }

    @Override
    public Map<String, Double> values() {
        return Map.of(CoordinatorHarness.METRIC, sum / shards.size());
    }
}
