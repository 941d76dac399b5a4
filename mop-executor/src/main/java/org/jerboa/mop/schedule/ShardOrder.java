package org.jerboa.mop.schedule;

/** In which order a trial visits the shards of an epoch. Either way it visits each exactly once. */
public enum ShardOrder {
    /**
     * A permutation drawn from (seed, trial, epoch): the result depends on neither timing nor the number of workers.
     * Costs waiting where workers reach few shards, as a trial can only go on where its next shard is.
     */
    SEEDED,
    /**
     * As the scheduler has it: the next free worker may take a trial to any shard that it has not visited yet. The
     * journal has the order, and a replay follows it.
     */
    SCHEDULED
}
