package org.jerboa.hazelcast;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.hazelcast.internal.driver.GridBackend;
import org.jerboa.hazelcast.internal.driver.GridTerms;
import org.jerboa.hazelcast.internal.grid.EmbeddedGrid;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.hazelcast.internal.grid.SharedGrid;
import org.jerboa.mop.MopExecutor;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyHandle;

/**
 * Runs studies on a grid of Hazelcast members: each holds some of the shards, and models hop between them. Results are
 * those of {@link MopExecutor#threads()}, to the bit.
 *
 * <p>The grid starts with the first study and ends with the last. {@link #executor()} has the settings that studies have
 * whatever they run on: {@code study.on(HazelcastGrid.embedded(3).executor().retries(5))}.
 *
 * <p>Immutable and thread-safe.
 */
public final class HazelcastGrid implements StudyExecutor {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Supplier<OpenGrid> starting;
    private final GridTerms terms;
    private final MopExecutor executor;

    private HazelcastGrid(Supplier<OpenGrid> starting, GridTerms terms) {
        this.starting = starting;
        this.terms = terms;
        this.executor = MopExecutor.on(new GridBackend(new SharedGrid(starting), terms));
    }

    /**
     * Members inside this JVM, with one unit at a time each. They hold copies of the shards, so this is for trying a grid
     * out: threads do the same with less.
     */
    public static HazelcastGrid embedded(int members) {
        return new HazelcastGrid(
                new EmbeddedGrid(positive("members", members), 1), new GridTerms(1, 0, members, PATIENCE));
    }

    /** How many workers hold each shard; 1 unless set. With 2, losing a worker costs no shard, and more units fit. */
    public HazelcastGrid replication(int workers) {
        return with(
                new GridTerms(positive("replication", workers), terms.backups(), terms.workers(), terms.patience()));
    }

    /**
     * Copies of each checkpoint in the grid's memory, beside the first. Without any, workers that are lost take checkpoints
     * with them, which are then sent again by the driver.
     *
     * @param copies 0 to 3
     */
    public HazelcastGrid backups(int copies) {
        if (copies < 0 || copies > GridCheckpoints.MOST_BACKUPS) {
            throw new IllegalArgumentException(
                    "backups (" + copies + ") must be from 0 to " + GridCheckpoints.MOST_BACKUPS);
        }
        return with(new GridTerms(terms.replication(), copies, terms.workers(), terms.patience()));
    }

    /**
     * How long a study waits for workers before it begins, and for another one when the last has left; 60 seconds unless
     * set.
     */
    public HazelcastGrid patience(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("patience (" + time + ") must be longer than zero");
        }
        return with(new GridTerms(terms.replication(), terms.backups(), terms.workers(), time));
    }

    private HazelcastGrid with(GridTerms changed) {
        return new HazelcastGrid(starting, changed);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
        }
        return value;
    }

    /** The same grid as an executor with all settings of one. */
    public MopExecutor executor() {
        return executor;
    }

    @Override
    public <M> StudyHandle<M> start(StudyDefinition<M> definition) {
        return executor.start(definition);
    }

    @Override
    public <M> Replay<M> replay(StudyDefinition<M> definition, int trial, OptionalInt epoch) {
        return executor.replay(definition, trial, epoch);
    }
}
