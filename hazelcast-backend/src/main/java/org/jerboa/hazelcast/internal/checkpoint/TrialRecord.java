package org.jerboa.hazelcast.internal.checkpoint;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jerboa.hazelcast.internal.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A trial's versions in the grid, and which attempts may still add one. Only ever changed by entry processors, each of
 * which is atomic.
 *
 * <p>An attempt's number is the ticket of its unit. Numbers grow from attempt to attempt, also over drivers; so a driver
 * that takes over shuts out all attempts of the one before by a floor, and one that loses a worker shuts out what that
 * worker was at. A worker that was only frozen comes too late then.
 */
public final class TrialRecord implements IdentifiedDataSerializable {

    private long floor;
    private final TreeSet<Long> refused = new TreeSet<>();
    private final TreeMap<Integer, Manifest> versions = new TreeMap<>();

    TrialRecord() {}

    void raise(long to, long[] shutOut) {
        floor = Math.max(floor, to);
        for (long ticket : shutOut) {
            refused.add(ticket);
        }
        refused.headSet(floor).clear();
    }

    boolean accepts(long ticket) {
        return ticket >= floor && !refused.contains(ticket);
    }

    /** Returns what was there of that version. */
    @Nullable
    Manifest put(int version, Manifest manifest) {
        return versions.put(version, manifest);
    }

    @Nullable
    Manifest remove(int version) {
        return versions.remove(version);
    }

    @Nullable
    Manifest get(int version) {
        return versions.get(version);
    }

    TreeMap<Integer, Manifest> versions() {
        return versions;
    }

    @Override
    public int getFactoryId() {
        return CheckpointTypes.FACTORY;
    }

    @Override
    public int getClassId() {
        return CheckpointTypes.RECORD;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(Wire.VERSION);
        out.writeLong(floor);
        out.writeLongArray(refused.stream().mapToLong(Long::longValue).toArray());
        out.writeInt(versions.size());
        for (Map.Entry<Integer, Manifest> version : versions.entrySet()) {
            out.writeInt(version.getKey());
            version.getValue().write(out);
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        Wire.requireVersion(in.readByte());
        floor = in.readLong();
        long[] tickets = in.readLongArray();
        if (tickets != null) {
            for (long ticket : tickets) {
                refused.add(ticket);
            }
        }
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            versions.put(in.readInt(), Manifest.read(in));
        }
    }
}
