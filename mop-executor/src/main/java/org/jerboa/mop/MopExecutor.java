package org.jerboa.mop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.jerboa.mop.checkpoint.CheckpointPolicy;
import org.jerboa.mop.coordinator.Policy;
import org.jerboa.mop.replay.TrialReplay;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;

/**
 * Runs studies by Model Hopper Parallelism (S. Nakandala, Y. Zhang, A. Kumar: <i>Cerebro: A Data System for Optimized
 * Deep Learning Model Selection</i>, PVLDB 13(11), 2020): the data is sharded once, and models hop from shard to
 * shard, each trained by plain sequential SGD, all of them in the same epoch. Immutable and thread-safe.
 *
 * <p>Every trial visits the shards of an epoch in an order drawn from (seed, trial, epoch), so the result does not
 * depend on timing or on the number of workers.
 */
public final class MopExecutor implements StudyExecutor {

    private final int workers;
    private final int toolThreads;
    private final long cacheBytes;
    private final Policy policy;

    private MopExecutor(int workers, int toolThreads, long cacheBytes, Policy policy) {
        this.workers = workers;
        this.toolThreads = toolThreads;
        this.cacheBytes = cacheBytes;
        this.policy = policy;
    }

    /**
     * Workers that are threads of this JVM: as many as there are processors, with one thread of the tool each, as
     * deep-learning tools slow each other down when together they have more threads than the machine has cores.
     */
    public static MopExecutor threads() {
        return threads(Runtime.getRuntime().availableProcessors());
    }

    /** So many worker threads. */
    public static MopExecutor threads(int workers) {
        long cacheBytes = Runtime.getRuntime().maxMemory() / 2;
        return new MopExecutor(positive("workers", workers), 1, cacheBytes, Policy.usual());
    }

    /** Threads that the tool may use inside one unit; workers times tool threads should be the number of cores. */
    public MopExecutor toolThreads(int threads) {
        return new MopExecutor(workers, positive("toolThreads", threads), cacheBytes, policy);
    }

    /**
     * Memory for live models between their units; half of the JVM's maximum heap unless set. Models beyond it are
     * written to disk until their next unit. The model a worker is training is not counted.
     *
     * @param bytes on and off the heap together, as the handler counts them
     */
    public MopExecutor modelCache(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("modelCache (" + bytes + " bytes) must not be negative");
        }
        return new MopExecutor(workers, toolThreads, bytes, policy);
    }

    /** How often a unit that failed is tried again before its trial fails; 2 unless set. */
    public MopExecutor retries(int times) {
        if (times < 0) {
            throw new IllegalArgumentException("retries (" + times + ") must not be negative");
        }
        return with(policy.retries(times));
    }

    /**
     * Time after which a unit (one model, one shard) that has not ended is cancelled and tried again; no limit unless
     * set. A worker that does not let go of a cancelled unit in the same time again is given up.
     */
    public MopExecutor unitTimeout(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("unitTimeout (" + time + ") must be longer than zero");
        }
        return with(policy.unitTimeout(time));
    }

    /** Which versions of a model are committed; those at the end of an epoch unless set. */
    public MopExecutor checkpoints(CheckpointPolicy which) {
        return with(policy.checkpoints(which));
    }

    private MopExecutor with(Policy changed) {
        return new MopExecutor(workers, toolThreads, cacheBytes, changed);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
        }
        return value;
    }

    @Override
    public <M> StudyHandle<M> start(StudyDefinition<M> definition) {
        if (definition.data().shards(Split.VALIDATION).isEmpty()) {
            throw new StudyException("dataset '" + definition.data().name() + "' has no validation split, and without"
                    + " one there is nothing to compare trials by; split it, for instance by split(0.7, 0.15, 0.15)");
        }
        StudyRun<M> run = StudyRun.open(definition, this, InstantSource.system());
        run.start();
        return run;
    }

    @Override
    public <M> Replay<M> replay(StudyDefinition<M> definition, int trial, OptionalInt epoch) {
        return TrialReplay.run(definition, toolThreads, trial, epoch);
    }

    int workers() {
        return workers;
    }

    int toolThreads() {
        return toolThreads;
    }

    long cacheBytes() {
        return cacheBytes;
    }

    Policy policy() {
        return policy;
    }
}
