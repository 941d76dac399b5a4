package org.jerboa.hazelcast.internal.checkpoint;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jerboa.hazelcast.internal.wire.Wire;

/**
 * Adds a version whose chunks are all there, if its attempt is not shut out. Answers {@link #REFUSED}, or the place of the
 * chunks that it replaces with their number, or nothing.
 */
final class Commit implements EntryProcessor<Integer, TrialRecord, String>, IdentifiedDataSerializable {

    static final String REFUSED = "refused";
    static final String NOTHING = "";

    private static final long serialVersionUID = 1L;

    private long ticket;
    private int version;
    private transient Manifest manifest = new Manifest("", 0, 0);

    /** For reading. */
    Commit() {}

    Commit(long ticket, int version, Manifest manifest) {
        this.ticket = ticket;
        this.version = version;
        this.manifest = manifest;
    }

    @Override
    public String process(Map.Entry<Integer, TrialRecord> entry) {
        TrialRecord trial = entry.getValue();
        if (trial == null || !trial.accepts(ticket)) {
            return REFUSED;
        }
        Manifest replaced = trial.put(version, manifest);
        entry.setValue(trial);
        return replaced == null || replaced.place().equals(manifest.place())
                ? NOTHING
                : replaced.chunks() + " " + replaced.place();
    }

    @Override
    public int getFactoryId() {
        return CheckpointTypes.FACTORY;
    }

    @Override
    public int getClassId() {
        return CheckpointTypes.COMMIT;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(Wire.VERSION);
        out.writeLong(ticket);
        out.writeInt(version);
        manifest.write(out);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        Wire.requireVersion(in.readByte());
        ticket = in.readLong();
        version = in.readInt();
        manifest = Manifest.read(in);
    }
}
