package org.jerboa.mop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.jerboa.mop.checkpoint.CheckpointPolicy;
import org.jerboa.mop.coordinator.Policy;
import org.jerboa.mop.local.WorkerThreads;
import org.jerboa.mop.replay.TrialReplay;
import org.jerboa.mop.schedule.Scheduling;
import org.jerboa.mop.schedule.ShardOrder;
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
 * depend on timing, on the number of workers or on how they are {@linkplain #scheduling scheduled}; unless {@link
 * #shardOrder} leaves the order to the schedule.
 *
 * <p>Studies that run at the same time on one executor share its worker threads and its memory for models, by their
 * {@linkplain #share shares}; studies on two executors would get in each other's way. Threads are there while studies are.
 */
public final class MopExecutor implements StudyExecutor {

    private final Backend backend;
    private final double share;
    private final int toolThreads;
    private final long cacheBytes;
    private final Policy policy;
    private final Scheduling scheduling;

    private MopExecutor(
            Backend backend, double share, int toolThreads, long cacheBytes, Policy policy, Scheduling scheduling) {
        this.backend = backend;
        this.share = share;
        this.toolThreads = toolThreads;
        this.cacheBytes = cacheBytes;
        this.policy = policy;
        this.scheduling = scheduling;
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
        return on(new ThreadBackend(new WorkerThreads(positive("workers", workers))));
    }

    /** Workers of a backend; {@link #threads()} are one too. */
    public static MopExecutor on(Backend backend) {
        long cacheBytes = Runtime.getRuntime().maxMemory() / 2;
        return new MopExecutor(backend, 1, 1, cacheBytes, Policy.usual(), Scheduling.PORTFOLIO);
    }

    /**
     * Threads that the tool may use inside one unit; workers times tool threads should be the number of cores. The executor
     * that is returned has worker threads of its own.
     */
    public MopExecutor toolThreads(int number) {
        return new MopExecutor(backend.apart(), share, positive("toolThreads", number), cacheBytes, policy, scheduling);
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
        return new MopExecutor(backend, share, toolThreads, bytes, policy, scheduling);
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

    /**
     * How the next unit is chosen; {@link Scheduling#PORTFOLIO} unless set. With seeded orders of shards all give the same
     * results, to the bit. Worker threads of one JVM all reach every shard, so there is nothing to plan for them, and
     * both planning ways take the longest remaining trial.
     */
    public MopExecutor scheduling(Scheduling how) {
        return new MopExecutor(backend, share, toolThreads, cacheBytes, policy, how);
    }

    /**
     * In which order a trial visits the shards of an epoch; {@link ShardOrder#SEEDED} unless set. A study that is resumed
     * must have the order that it was begun with.
     */
    public MopExecutor shardOrder(ShardOrder which) {
        return with(policy.order(which));
    }

    private MopExecutor with(Policy changed) {
        return new MopExecutor(backend, share, toolThreads, cacheBytes, changed, scheduling);
    }

    /**
     * How much of the workers' time, and of the memory for models, studies on this executor get beside others on the same
     * worker threads; 1 unless set. The executor that is returned shares its threads with this one: with {@code
     * study.on(executor)} and {@code other.on(executor.share(2))}, the other study gets two thirds while both run, and each
     * gets everything while it is alone.
     *
     * @param weight above 0
     */
    public MopExecutor share(double weight) {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("share (" + weight + ") must be a number above 0");
        }
        return new MopExecutor(backend, weight, toolThreads, cacheBytes, policy, scheduling);
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

    @Override
    public Hold hold() {
        return backend.hold();
    }

    Backend backend() {
        return backend;
    }

    double share() {
        return share;
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

    Scheduling scheduling() {
        return scheduling;
    }
}
