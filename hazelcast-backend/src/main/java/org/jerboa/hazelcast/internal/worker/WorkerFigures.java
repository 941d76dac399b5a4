package org.jerboa.hazelcast.internal.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jerboa.hazelcast.GridWorkerMXBean;
import org.jerboa.hazelcast.internal.worker.memory.ShardMemory;
import org.jerboa.tune.spi.UnitReport;

/** Counts what a member does for its studies. Thread-safe. */
final class WorkerFigures implements GridWorkerMXBean {

    private final int slots;
    private final IntSupplier studies;
    private final LongSupplier shardBytes;
    private final LongSupplier materialBytes;
    private final ShardMemory memory;
    private final LongAdder trained = new LongAdder();
    private final LongAdder evaluated = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder hops = new LongAdder();
    private final LongAdder hopBytes = new LongAdder();
    private final LongAdder given = new LongAdder();
    private final LongAdder checkpoints = new LongAdder();
    private final LongAdder checkpointBytes = new LongAdder();
    private final LongAdder outputs = new LongAdder();

    WorkerFigures(
            int slots, IntSupplier studies, LongSupplier shardBytes, LongSupplier materialBytes, ShardMemory memory) {
        this.slots = slots;
        this.studies = studies;
        this.shardBytes = shardBytes;
        this.materialBytes = materialBytes;
        this.memory = memory;
    }

    void ended(UnitReport unit) {
        if (unit instanceof UnitReport.Trained) {
            trained.increment();
        } else if (unit instanceof UnitReport.Evaluated) {
            evaluated.increment();
        } else {
            failed.increment();
        }
    }

    /** A model came from another member. */
    void hopped(long bytes) {
        hops.increment();
        hopBytes.add(bytes);
    }

    /** A part of a model went to another member. */
    void gave(long bytes) {
        given.add(bytes);
    }

    /** A checkpoint is in the grid. */
    void stored(long bytes) {
        checkpoints.increment();
        checkpointBytes.add(bytes);
    }

    /** Outputs were computed for a derived shard. */
    void computed(int number) {
        outputs.add(number);
    }

    @Override
    public int getStudies() {
        return studies.getAsInt();
    }

    @Override
    public int getSlots() {
        return slots;
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
    public long getHopBytes() {
        return hopBytes.sum();
    }

    @Override
    public long getBytesGiven() {
        return given.sum();
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
    public long getShardBytes() {
        return shardBytes.getAsLong();
    }

    @Override
    public long getShardHeapBytes() {
        return memory.taken();
    }

    @Override
    public long getMaterialBytes() {
        return materialBytes.getAsLong();
    }

    @Override
    public long getOutputsComputed() {
        return outputs.sum();
    }

    @Override
    public long getPeakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(WorkerFigures::peak)
                .sum();
    }

    private static long peak(MemoryPoolMXBean pool) {
        return pool.getPeakUsage() == null ? 0 : pool.getPeakUsage().getUsed();
    }

    @Override
    public String toString() {
        return "units trained: " + getUnitsTrained() + ", evaluated: " + getUnitsEvaluated() + ", failed: "
                + getUnitsFailed() + "; hops: " + getHops() + " of " + getHopBytes() + " bytes; checkpoints: "
                + getCheckpoints() + " of " + getCheckpointBytes() + " bytes; peak heap: " + getPeakHeapBytes()
                + " bytes of " + Runtime.getRuntime().maxMemory();
    }
}
