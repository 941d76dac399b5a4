package org.jerboa.hazelcast.internal.checkpoint;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jerboa.hazelcast.internal.wire.Wire;

/** Shuts attempts out of a trial; makes its record if there is none. */
final class Fence implements EntryProcessor<Integer, TrialRecord, Boolean>, IdentifiedDataSerializable {

    private static final long serialVersionUID = 1L;

    private long floor;
    private long[] refused = new long[0];

    /** For reading. */
    Fence() {}

    /** @param floor attempts before this one are shut out */
    Fence(long floor, long[] refused) {
        this.floor = floor;
        this.refused = refused.clone();
    }

    @Override
    public Boolean process(Map.Entry<Integer, TrialRecord> entry) {
        TrialRecord there = entry.getValue();
        TrialRecord trial = there == null ? new TrialRecord() : there;
        trial.raise(floor, refused);
        entry.setValue(trial);
        return true;
    }

    @Override
    public int getFactoryId() {
        return CheckpointTypes.FACTORY;
    }

    @Override
    public int getClassId() {
        return CheckpointTypes.FENCE;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(Wire.VERSION);
        out.writeLong(floor);
        out.writeLongArray(refused);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        Wire.requireVersion(in.readByte());
        floor = in.readLong();
        refused = Objects.requireNonNull(in.readLongArray());
    }
}
