package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Split;
import org.jspecify.annotations.Nullable;

/** Some of a shard's bytes on their way to a member that is to hold it. Answers null if they were taken, else why not. */
public final class ShardPart extends GridTask<@Nullable String> {

    private Header header = Header.NONE;
    private long offset;
    private byte[] bytes = new byte[0];

    /**
     * What shard it is.
     *
     * @param schema the {@link Schema}, as text
     * @param length bytes of all its tensors, which follow each other in the schema's order
     * @param source whether it is not a shard of the study, but what others are derived from
     */
    public record Header(
            Split split, int index, String schema, int examples, long length, long checksum, boolean source) {

        static final Header NONE = new Header(Split.TRAINING, 0, "", 0, 0, 0, false);

        /** What the shard is called in messages. */
        public String name() {
            return (source ? "the source of " : "") + split.label() + " shard " + index;
        }

        void write(ObjectDataOutput out) throws IOException {
            out.writeString(split.name());
            out.writeInt(index);
            out.writeString(schema);
            out.writeInt(examples);
            out.writeLong(length);
            out.writeLong(checksum);
            out.writeBoolean(source);
        }

        static Header read(ObjectDataInput in) throws IOException {
            return new Header(
                    Split.valueOf(Objects.requireNonNull(in.readString())),
                    in.readInt(),
                    Objects.requireNonNull(in.readString()),
                    in.readInt(),
                    in.readLong(),
                    in.readLong(),
                    in.readBoolean());
        }
    }

    /** For reading. */
    ShardPart() {}

    public ShardPart(String study, int session, Header header, long offset, byte[] bytes) {
        super(study, session);
        this.header = header;
        this.offset = offset;
        this.bytes = bytes;
    }

    public Header header() {
        return header;
    }

    /** Where in the shard the bytes belong. */
    public long offset() {
        return offset;
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public @Nullable String call() {
        return endpoint().take(this);
    }

    @Override
    public int getClassId() {
        return Wire.SHARD_PART;
    }

    @Override
    void write(ObjectDataOutput out) throws IOException {
        header.write(out);
        out.writeLong(offset);
        out.writeByteArray(bytes);
    }

    @Override
    void read(ObjectDataInput in) throws IOException {
        header = Header.read(in);
        offset = in.readLong();
        bytes = Objects.requireNonNull(in.readByteArray());
    }
}
