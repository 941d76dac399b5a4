package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jerboa.tune.spi.CheckpointId;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member for a model's state, part by part: the live model that its workers have, which they lose by that, or a
 * checkpoint that the driver keeps. The first answer begins with the number of parts, the length and the checksum; with
 * the last one the state is forgotten where it came from.
 */
public final class Pull extends GridTask<byte @Nullable []> {

    private CheckpointId id = new CheckpointId(0, 0);
    private boolean fromDriver;
    private byte[] configuration = new byte[0];
    private int part;

    /** For reading. */
    Pull() {}

    /**
     * @param fromDriver whether the driver's copy is asked for, or else the live model
     * @param configuration the trial's, serialised
     */
    public Pull(String study, int session, CheckpointId id, boolean fromDriver, byte[] configuration, int part) {
        super(study, session);
        this.id = id;
        this.fromDriver = fromDriver;
        this.configuration = configuration;
        this.part = part;
    }

    public CheckpointId id() {
        return id;
    }

    public boolean isFromDriver() {
        return fromDriver;
    }

    public byte[] configuration() {
        return configuration;
    }

    /** Number of the part, from 0. */
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
        out.writeByteArray(configuration);
        out.writeInt(part);
    }

    @Override
    void read(ObjectDataInput in) throws IOException {
        id = new CheckpointId(in.readInt(), in.readInt());
        fromDriver = in.readBoolean();
        configuration = Objects.requireNonNull(in.readByteArray());
        part = in.readInt();
    }
}
