package org.jerboa.tune.data;

/** A shard that holds its examples. */
record OpenShard(Split split, int index, Examples block, long checksum) implements Shard {

    OpenShard {
        if (index < 0) {
            throw new IllegalArgumentException("shard index (" + index + ") must not be negative; count from 0");
        }
    }

    @Override
    public Schema schema() {
        return block.schema();
    }

    @Override
    public int examples() {
        return block.count();
    }

    @Override
    public long bytes() {
        return block.bytes();
    }

    @Override
    public Examples open() {
        return block;
    }

    @Override
    public String toString() {
        return split.label() + " shard " + index + " (" + block + ")";
    }
}
