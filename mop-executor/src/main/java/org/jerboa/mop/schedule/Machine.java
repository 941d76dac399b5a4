package org.jerboa.mop.schedule;

import java.util.BitSet;

/**
 * A worker, as schedulers see it.
 *
 * @param index its place in the cost model, from 0; never used again for another worker
 * @param slots units that it runs at a time
 * @param shards the training shards that it reaches
 * @param scarceFirst the same shards, those that fewest workers reach first: a trial that may choose goes there while it
 *     can
 */
public record Machine(int index, int slots, BitSet shards, int[] scarceFirst) {

    public boolean reaches(int shard) {
        return shards.get(shard);
    }
}
