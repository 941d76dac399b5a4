package org.jerboa.hazelcast;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.hazelcast.internal.driver.GridBackend;
import org.jerboa.hazelcast.internal.driver.GridTerms;
import org.jerboa.hazelcast.internal.grid.EmbeddedGrid;
import org.jerboa.hazelcast.internal.grid.JoinedGrid;
import org.jerboa.hazelcast.internal.grid.LocalGrid;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.hazelcast.internal.grid.SharedGrid;
import org.jerboa.mop.MopExecutor;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyHandle;

/**
 * Runs studies on a grid of JVMs, joined by Hazelcast: each holds some of the shards, and models hop between them. Results
 * are those of {@link MopExecutor#threads()}, to the bit.
 *
 * <p>The grid starts with the first study and ends with the last, or with the last {@link #hold()} on it. {@link #executor()} has the settings that studies have
 * whatever they run on: {@code study.on(HazelcastGrid.embedded(3).executor().retries(5))}.
 *
 * <p>Immutable and thread-safe.
 */
public final class HazelcastGrid implements StudyExecutor {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LEAST_HEAP = 256L << 20;

    private final Supplier<OpenGrid> starting;
    private final GridTerms terms;
    private final MopExecutor executor;

    private HazelcastGrid(Supplier<OpenGrid> starting, GridTerms terms) {
        this.starting = starting;
        this.terms = terms;
        this.executor = MopExecutor.on(new GridBackend(new SharedGrid(starting), terms));
    }

    /**
     * Members inside this JVM, with one unit at a time each. Live models go from one to another as they are, and shards are
     * those of the driver; messages and checkpoints are as on any grid.
     *
     * @throws IllegalArgumentException if {@code members} is below 1
     */
    public static HazelcastGrid embedded(int members) {
        return embedded(members, false);
    }

    /** @param apart whether models and shards are sent all the same, as between JVMs */
    static HazelcastGrid embedded(int members, boolean apart) {
        return new HazelcastGrid(
                new EmbeddedGrid(positive("members", members), 1, apart), new GridTerms(1, 0, members, PATIENCE));
    }

    /**
     * Worker processes on this computer, which end with the last study. Their JVMs have this one's class path; each may
     * take an equal part of this one's maximum heap, unless the options say otherwise.
     *
     * @param options of the JVMs, such as {@code -Xmx2g}
     * @throws IllegalArgumentException if {@code workers} is below 1
     */
    public static HazelcastGrid local(int workers, String... options) {
        long heap = Math.max(LEAST_HEAP, Runtime.getRuntime().maxMemory() / positive("workers", workers));
        List<String> all = new ArrayList<>(List.of("-Xmx" + heap));
        all.addAll(List.of(options)); // of two the last counts
        return new HazelcastGrid(new LocalGrid(workers, all), new GridTerms(1, 1, workers, PATIENCE));
    }

    /**
     * Worker processes that were started by {@link WorkerMain} with this configuration, or one of the same cluster. The
     * study begins with those that are there, as soon as there is one; {@link #workers} has it wait for more.
     *
     * @param yaml Hazelcast's configuration; templates are in docs/cluster.md
     */
    public static HazelcastGrid join(Path yaml) {
        return new HazelcastGrid(new JoinedGrid(yaml), new GridTerms(1, 1, 1, PATIENCE));
    }

    /** As {@link #join(Path)}. */
    public static HazelcastGrid join(String yaml) {
        return join(Path.of(yaml));
    }

    /**
     * For how many workers a study waits before it begins, as long as its patience lasts. Others may come later. The studies after it, while the
     * grid is up, begin with those that are there.
     */
    public HazelcastGrid workers(int number) {
        return with(new GridTerms(terms.replication(), terms.backups(), positive("workers", number), terms.patience()));
    }

    /** How many workers hold each shard; 1 unless set. With 2, losing a worker costs no shard, and more units fit. */
    public HazelcastGrid replication(int workers) {
        return with(
                new GridTerms(positive("replication", workers), terms.backups(), terms.workers(), terms.patience()));
    }

    /**
     * Copies of each checkpoint in the grid's memory, beside the first; unless set, none on an embedded grid and 1 on others. Without any, workers that are lost take checkpoints
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

    /** The grid starts, unless it has, and does not end before this is closed. */
    @Override
    public Hold hold() {
        return executor.hold();
    }
}
