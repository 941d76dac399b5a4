package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some bytes of a serialised {@link org.jerboa.tune.data.ShardTransform} on their way to a member. Answers null if they were taken, else why
 * not. Parts may overtake each other.
 */
public final class TransformPart extends GridTask<@Nullable String> {

    private String key = "";
    private long sending;
    private long offset;
    private byte[] bytes = new byte[0];
    private boolean last;
    private long checksum;

    /** For reading. */
    TransformPart() {}

    /**
     * @param key the transform's
     * @param sending a number that the parts of one sending have, and no others: what is serialised again may differ
     * @param offset where the bytes belong
     * @param last whether they are at the end
     * @param checksum CRC-32C of all bytes up to these
     */
    public TransformPart(
            String study,
            int session,
            String key,
            long sending,
            long offset,
            byte[] bytes,
            boolean last,
            long checksum) {
        super(study, session);
        this.key = key;
        this.sending = sending;
        this.offset = offset;
        this.bytes = bytes;
        this.last = last;
        this.checksum = checksum;
    }

    public String key() {
        return key;
    }

    public long sending() {
        return sending;
    }

    public long offset() {
        return offset;
    }

    public byte[] bytes() {
        return bytes;
    }

    public boolean isLast() {
        return last;
    }

    public long checksum() {
        return checksum;
    }

    @Override
    public @Nullable String call() {
        return endpoint().take(this);
    }

    @Override
    public int getClassId() {
        return Wire.TRANSFORM_PART;
    }

    @Override
    void write(ObjectDataOutput out) throws IOException {
        out.writeString(key);
        out.writeLong(sending);
        out.writeLong(offset);
        out.writeByteArray(bytes);
        out.writeBoolean(last);
        out.writeLong(checksum);
    }

    @Override
    void read(ObjectDataInput in) throws IOException {
        key = Message.text(in);
        sending = in.readLong();
        offset = in.readLong();
        bytes = Objects.requireNonNull(in.readByteArray());
        last = in.readBoolean();
        checksum = in.readLong();
    }
}
