package org.jerboa.hazelcast.internal.checkpoint;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jerboa.hazelcast.internal.wire.Wire;

/** Takes a version out of a trial's record. Answers the number and place of its chunks, or nothing. */
final class Forget implements EntryProcessor<Integer, TrialRecord, String>, IdentifiedDataSerializable {

    private static final long serialVersionUID = 1L;

    private int version;

    /** For reading. */
    Forget() {}

    Forget(int version) {
        this.version = version;
    }

    @Override
    public String process(Map.Entry<Integer, TrialRecord> entry) {
        TrialRecord trial = entry.getValue();
        Manifest forgotten = trial == null ? null : trial.remove(version);
        if (forgotten == null) {
            return Commit.NOTHING;
        }
        entry.setValue(trial);
        return forgotten.chunks() + " " + forgotten.place();
    }

    @Override
    public int getFactoryId() {
        return CheckpointTypes.FACTORY;
    }

    @Override
    public int getClassId() {
        return CheckpointTypes.FORGET;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(Wire.VERSION);
        out.writeInt(version);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        Wire.requireVersion(in.readByte());
        version = in.readInt();
    }
}
