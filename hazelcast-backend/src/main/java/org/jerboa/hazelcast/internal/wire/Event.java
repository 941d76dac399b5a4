package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Set;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitReport;

/** What a worker tells a study's driver that has happened. */
public sealed interface Event extends Message {

    /** A thread is ready. */
    record Joined(String worker, int slots) implements Event {

        static Joined read(ObjectDataInput in) throws IOException {
            return new Joined(Message.text(in), in.readInt());
        }

        @Override
        public Kind kind() {
            return Kind.JOINED;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeInt(slots);
        }
    }

    /** A thread is gone. */
    record Left(String worker, String reason) implements Event {

        static Left read(ObjectDataInput in) throws IOException {
            return new Left(Message.text(in), Message.text(in));
        }

        @Override
        public Kind kind() {
            return Kind.LEFT;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeString(reason);
        }
    }

    /** A unit began to run. */
    record Started(String worker, long ticket) implements Event {

        static Started read(ObjectDataInput in) throws IOException {
            return new Started(Message.text(in), in.readLong());
        }

        @Override
        public Kind kind() {
            return Kind.STARTED;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeLong(ticket);
        }
    }

    /** What came of a unit. */
    record Reported(UnitReport report) implements Event {

        static Reported read(ObjectDataInput in) throws IOException {
            return new Reported(UnitReports.read(in));
        }

        @Override
        public Kind kind() {
            return Kind.REPORTED;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            UnitReports.write(report, out);
        }
    }

    /** A checkpoint is in the grid. */
    record Committed(CheckpointId id, long bytes) implements Event {

        static Committed read(ObjectDataInput in) throws IOException {
            return new Committed(new CheckpointId(in.readInt(), in.readInt()), in.readLong());
        }

        @Override
        public Kind kind() {
            return Kind.COMMITTED;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeInt(id.trial());
            out.writeInt(id.version());
            out.writeLong(bytes);
        }
    }

    /** A checkpoint could not be stored. */
    record CommitFailed(CheckpointId id, String cause) implements Event {

        static CommitFailed read(ObjectDataInput in) throws IOException {
            return new CommitFailed(new CheckpointId(in.readInt(), in.readInt()), Message.text(in));
        }

        @Override
        public Kind kind() {
            return Kind.COMMIT_FAILED;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeInt(id.trial());
            out.writeInt(id.version());
            out.writeString(cause);
        }
    }

    /**
     * Outputs that a shard is derived of were computed.
     *
     * @param bytes of those that are kept
     * @param nanos that a thread has spent
     */
    record Computed(Split split, int shard, Set<String> outputs, boolean fromSource, long bytes, long nanos)
            implements Event {

        static Computed read(ObjectDataInput in) throws IOException {
            return new Computed(
                    Split.valueOf(Message.text(in)),
                    in.readInt(),
                    Recipe.names(in),
                    in.readBoolean(),
                    in.readLong(),
                    in.readLong());
        }

        @Override
        public Kind kind() {
            return Kind.COMPUTED;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(split.name());
            out.writeInt(shard);
            Recipe.write(outputs, out);
            out.writeBoolean(fromSource);
            out.writeLong(bytes);
            out.writeLong(nanos);
        }
    }

    /** They could not be computed; the unit that needs them fails. */
    record NotComputed(Split split, int shard, String message) implements Event {

        static NotComputed read(ObjectDataInput in) throws IOException {
            return new NotComputed(Split.valueOf(Message.text(in)), in.readInt(), Message.text(in));
        }

        @Override
        public Kind kind() {
            return Kind.NOT_COMPUTED;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(split.name());
            out.writeInt(shard);
            out.writeString(message);
        }
    }

    /**
     * The process is to end: it wants no more units, and to be told by {@link Command.Close} when nothing of it is needed any
     * more.
     */
    record Draining() implements Event {

        @Override
        public Kind kind() {
            return Kind.DRAINING;
        }
    }

    /** The process is about to end, or has to do with another driver. */
    record Leaving(String reason) implements Event {

        /** The reason that is for good. */
        public static final String TAKEN_OVER = "another driver has taken the study over";

        static Leaving read(ObjectDataInput in) throws IOException {
            return new Leaving(Message.text(in));
        }

        @Override
        public Kind kind() {
            return Kind.LEAVING;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(reason);
        }
    }

    /** The study's threads have ended, and nothing more will be told of it. */
    record Closed() implements Event {

        @Override
        public Kind kind() {
            return Kind.CLOSED;
        }
    }
}
