package org.jerboa.mop.local;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Split;

/** The shards that a JVM's workers reach. Thread-safe. */
public interface ShardAccess {

    /** All of a dataset. */
    static ShardAccess of(Dataset data) {
        return new ShardAccess() {
            @Override
            public Examples open(Split split, int shard) throws IOException {
                return data.shards(split).get(shard).open();
            }

            @Override
            public Map<Split, Set<Integer>> reached() {
                Map<Split, Set<Integer>> shards = new EnumMap<>(Split.class);
                for (Split split : Split.values()) {
                    int count = data.shards(split).size();
                    shards.put(split, IntStream.range(0, count).boxed().collect(Collectors.toUnmodifiableSet()));
                }
                return shards;
            }
        };
    }

    /** The examples of a shard, for one unit. */
    Examples open(Split split, int shard) throws IOException;

    /** Which shards can be opened, by split. */
    Map<Split, Set<Integer>> reached();
}
