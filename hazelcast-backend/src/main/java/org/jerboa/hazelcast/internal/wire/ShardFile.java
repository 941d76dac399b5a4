package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A file in which a member may find a shard that it is to hold, so that its bytes need not be sent. Answers null if the member
 * has it by that, else why not.
 */
public final class ShardFile extends GridTask<@Nullable String> {

    private ShardPart.Header header = ShardPart.Header.NONE;
    private String path = "";
    private List<Long> offsets = List.of();

    /** For reading. */
    ShardFile() {}

    /** @param offsets where in the file each tensor of the header's schema begins */
    public ShardFile(String study, int session, ShardPart.Header header, String path, List<Long> offsets) {
        super(study, session);
        this.header = header;
        this.path = path;
        this.offsets = List.copyOf(offsets);
    }

    public ShardPart.Header header() {
        return header;
    }

    public String path() {
        return path;
    }

    public List<Long> offsets() {
        return offsets;
    }

    @Override
    public @Nullable String call() {
        return endpoint().take(this);
    }

    @Override
    public int getClassId() {
        return Wire.SHARD_FILE;
    }

    @Override
    void write(ObjectDataOutput out) throws IOException {
        header.write(out);
        out.writeString(path);
        out.writeLongArray(offsets.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    void read(ObjectDataInput in) throws IOException {
        header = ShardPart.Header.read(in);
        path = Objects.requireNonNull(in.readString());
        offsets = LongStream.of(Objects.requireNonNull(in.readLongArray()))
                .boxed()
                .toList();
    }
}
