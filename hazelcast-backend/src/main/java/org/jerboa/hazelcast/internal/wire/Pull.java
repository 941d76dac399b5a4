package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import org.jerboa.tune.spi.CheckpointId;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member for a {@link Part} of a model's state: of the live model that its workers have, which they lose by that, or
 * of a checkpoint that the driver keeps. Answers null if it is not there.
 */
public final class Pull extends GridTask<byte @Nullable []> {

    /** In place of a part's number: the rest of the state is not wanted. */
    public static final int NO_MORE = -1;

    private CheckpointId id = new CheckpointId(0, 0);
    private boolean fromDriver;
    private long hop;
    private int part;

    /** For reading. */
    Pull() {}

    /**
     * @param fromDriver whether the driver's copy is asked for, or else the live model
     * @param hop a number that all questions for the same state have, and no others
     */
    public Pull(String study, int session, CheckpointId id, boolean fromDriver, long hop, int part) {
        super(study, session);
        this.id = id;
        this.fromDriver = fromDriver;
        this.hop = hop;
        this.part = part;
    }

    public CheckpointId id() {
        return id;
    }

    public boolean isFromDriver() {
        return fromDriver;
    }

    public long hop() {
        return hop;
    }

    /** Number of the part, from 0; or {@link #NO_MORE}. */
    public int part() {
        return part;
    }

    @Override
    public byte @Nullable [] call() {
        return endpoint().give(this);
    }

    @Override
    public int getClassId() {
        return Wire.PULL;
    }

    @Override
    void write(ObjectDataOutput out) throws IOException {
        out.writeInt(id.trial());
        out.writeInt(id.version());
        out.writeBoolean(fromDriver);
        out.writeLong(hop);
        out.writeInt(part);
    }

    @Override
    void read(ObjectDataInput in) throws IOException {
        id = new CheckpointId(in.readInt(), in.readInt());
        fromDriver = in.readBoolean();
        hop = in.readLong();
        part = in.readInt();
    }
}
