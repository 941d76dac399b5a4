package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jspecify.annotations.Nullable;

/** How a unit query is written, field by field; its configuration as a {@link Payload}. */
final class UnitQueries {

    private UnitQueries() {}

    static void write(UnitQuery query, ObjectDataOutput out) throws IOException {
        out.writeLong(query.ticket());
        out.writeString(query.kind().name());
        out.writeInt(query.trial());
        out.writeByteArray(Payload.of(query.configuration()));
        CheckpointId origin = query.origin();
        out.writeInt(origin == null ? -1 : origin.trial());
        out.writeInt(origin == null ? -1 : origin.version());
        out.writeLong(query.trialSeed());
        out.writeLong(query.unitSeed());
        out.writeInt(query.epoch());
        out.writeInt(query.position());
        out.writeInt(query.shards());
        out.writeString(query.split().name());
        out.writeInt(query.shard());
        out.writeInt(query.version());
        out.writeBoolean(query.commit());
        out.writeStringArray(query.metrics().toArray(String[]::new));
    }

    static UnitQuery read(ObjectDataInput in) throws IOException {
        return new UnitQuery(
                in.readLong(),
                UnitQuery.Kind.valueOf(Objects.requireNonNull(in.readString())),
                in.readInt(),
                Payload.read(Objects.requireNonNull(in.readByteArray()), Configuration.class, in.getClassLoader()),
                origin(in.readInt(), in.readInt()),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                Split.valueOf(Objects.requireNonNull(in.readString())),
                in.readInt(),
                in.readInt(),
                in.readBoolean(),
                Set.of(Objects.requireNonNull(in.readStringArray())));
    }

    private static @Nullable CheckpointId origin(int trial, int version) {
        return trial < 0 ? null : new CheckpointId(trial, version);
    }
}
