package org.jerboa.data.cut;

import org.jerboa.tune.data.Split;

/**
 * The consecutive positions of one split, cut into shards. The first {@code examples mod shards} shards hold one example
 * more than the others.
 *
 * @param first the split's first position among all positions
 */
public record Layout(Split split, int first, int examples, int shards) {

    public Layout {
        if (shards > examples) {
            throw new IllegalArgumentException("the " + split.label() + " split has " + examples
                    + " examples, too few for " + shards + " shards; use at most " + examples);
        }
    }

    /** The offset of a shard's first example within the split. */
    int start(int shard) {
        return shard * (examples / shards) + Math.min(shard, examples % shards);
    }

    int size(int shard) {
        return examples / shards + (shard < examples % shards ? 1 : 0);
    }

    /** The shard that holds the example at this offset within the split. */
    int shardOf(int offset) {
        int size = examples / shards;
        int inLargerShards = examples % shards * (size + 1);
        return offset < inLargerShards ? offset / (size + 1) : examples % shards + (offset - inLargerShards) / size;
    }
}
