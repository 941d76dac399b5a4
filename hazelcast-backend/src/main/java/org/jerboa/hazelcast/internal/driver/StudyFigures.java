package org.jerboa.hazelcast.internal.driver;

import java.util.concurrent.atomic.LongAdder;
import org.jerboa.hazelcast.GridStudyMXBean;
import org.jerboa.tune.spi.UnitReport;

/** Counts what a study's pool does. Thread-safe. */
final class StudyFigures implements GridStudyMXBean {

    private final PoolState pool;
    private final LongAdder trained = new LongAdder();
    private final LongAdder evaluated = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder hops = new LongAdder();
    private final LongAdder moved = new LongAdder();
    private final LongAdder checkpoints = new LongAdder();
    private final LongAdder checkpointBytes = new LongAdder();
    private final LongAdder shardBytes = new LongAdder();
    private final LongAdder shardFiles = new LongAdder();
    private final LongAdder transformBytes = new LongAdder();

    StudyFigures(PoolState pool) {
        this.pool = pool;
    }

    void ended(UnitReport unit) {
        if (unit instanceof UnitReport.Trained report) {
            trained.increment();
            moved.add(report.cost().bytesMoved());
        } else if (unit instanceof UnitReport.Evaluated report) {
            evaluated.increment();
            moved.add(report.cost().bytesMoved());
        } else {
            failed.increment();
        }
    }

    void hopped() {
        hops.increment();
    }

    /** A checkpoint is with the driver. */
    void kept(long bytes) {
        checkpoints.increment();
        checkpointBytes.add(bytes);
    }

    /** Some of a shard was sent. */
    void sent(long bytes) {
        shardBytes.add(bytes);
    }

    /** A member found a shard's file. */
    void readFromFile() {
        shardFiles.increment();
    }

    /** Some of what shards are derived by was sent. */
    void sentTransform(long bytes) {
        transformBytes.add(bytes);
    }

    @Override
    public int getMembers() {
        return pool.links.size();
    }

    @Override
    public int getWorkers() {
        return pool.crew.workers();
    }

    @Override
    public int getUnitsRunning() {
        return pool.crew.units();
    }

    @Override
    public long getUnitsTrained() {
        return trained.sum();
    }

    @Override
    public long getUnitsEvaluated() {
        return evaluated.sum();
    }

    @Override
    public long getUnitsFailed() {
        return failed.sum();
    }

    @Override
    public long getHops() {
        return hops.sum();
    }

    @Override
    public long getBytesMoved() {
        return moved.sum();
    }

    @Override
    public int getModels() {
        return pool.models.count();
    }

    @Override
    public long getCheckpoints() {
        return checkpoints.sum();
    }

    @Override
    public long getCheckpointBytes() {
        return checkpointBytes.sum();
    }

    @Override
    public long getShardBytesSent() {
        return shardBytes.sum();
    }

    @Override
    public long getShardsReadFromFiles() {
        return shardFiles.sum();
    }

    @Override
    public long getTransformBytesSent() {
        return transformBytes.sum();
    }

    @Override
    public int getWaiting() {
        return pool.links.values().stream().mapToInt(MemberLink::waiting).sum();
    }
}
