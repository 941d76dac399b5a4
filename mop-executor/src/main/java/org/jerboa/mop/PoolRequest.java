package org.jerboa.mop;

import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.StudyDefinition;

/**
 * What a {@link Backend} has to know to make a study's pool.
 *
 * @param session how many sessions of the study there were before this one
 * @param toolThreads threads that the tool may use inside one unit
 * @param share how much of the workers' time and memory the study gets beside others
 * @param cacheBytes memory of one JVM for live models that no unit uses at the moment
 * @param kept where committed checkpoints are kept for the study's results and for its resumption, on the side of the
 *     coordinator; stays open
 * @param spill where a JVM may put models that do not fit its memory; closed with the pool
 * @param <M> the tool's model
 */
public record PoolRequest<M>(
        StudyDefinition<M> study,
        int session,
        int toolThreads,
        double share,
        long cacheBytes,
        CheckpointStore kept,
        CheckpointStore spill) {}
