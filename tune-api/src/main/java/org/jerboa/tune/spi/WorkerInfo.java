package org.jerboa.tune.spi;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.jerboa.tune.data.Split;

/**
 * A worker as the executor sees it.
 *
 * @param name unique among the pool's workers, past ones too
 * @param slots unit queries it runs at a time
 * @param shards which shards it reaches, by split
 */
public record WorkerInfo(String name, int slots, Map<Split, Set<Integer>> shards) implements Serializable {

    public WorkerInfo {
        if (slots < 1) {
            throw new IllegalArgumentException("worker '" + name + "' has " + slots + " slots; it needs at least 1");
        }
        shards = Map.copyOf(shards);
    }

    public boolean holds(Split split, int shard) {
        return shards.getOrDefault(split, Set.of()).contains(shard);
    }
}
