package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jspecify.annotations.Nullable;

/** One thing that the driver of a study says to one of its workers, or a worker to the driver. */
public sealed interface Message {

    /** Written by name. */
    enum Kind {
        OPEN,
        BEGIN,
        RUN,
        CANCEL,
        ABANDON,
        RELEASE,
        CLOSE,
        JOINED,
        LEFT,
        STARTED,
        REPORTED,
        COMMITTED,
        COMMIT_FAILED,
        DRAINING,
        LEAVING,
        CLOSED
    }

    Kind kind();

    void write(ObjectDataOutput out) throws IOException;

    /** Reads what {@link #write} wrote. */
    static Message read(Kind kind, ObjectDataInput in) throws IOException {
        return switch (kind) {
            case OPEN ->
                new Open(
                        Objects.requireNonNull(in.readByteArray()),
                        in.readInt(),
                        in.readDouble(),
                        in.readLong(),
                        in.readInt(),
                        readText(in));
            case BEGIN -> new Begin();
            case RUN -> new Run(readText(in), UnitQueries.read(in), readUuid(in));
            case CANCEL -> new Cancel(readText(in), in.readLong());
            case ABANDON -> new Abandon(readText(in), readText(in));
            case RELEASE -> new Release(in.readInt());
            case CLOSE -> new Close();
            case JOINED -> new Joined(readText(in), in.readInt());
            case LEFT -> new Left(readText(in), readText(in));
            case STARTED -> new Started(readText(in), in.readLong());
            case REPORTED -> new Reported(UnitReports.read(in));
            case COMMITTED -> new Committed(new CheckpointId(in.readInt(), in.readInt()), in.readLong());
            case COMMIT_FAILED -> new CommitFailed(new CheckpointId(in.readInt(), in.readInt()), readText(in));
            case DRAINING -> new Draining();
            case LEAVING -> new Leaving(readText(in));
            case CLOSED -> new Closed();
        };
    }

    private static String readText(ObjectDataInput in) throws IOException {
        return Objects.requireNonNullElse(in.readString(), "");
    }

    private static @Nullable UUID readUuid(ObjectDataInput in) throws IOException {
        return in.readBoolean() ? new UUID(in.readLong(), in.readLong()) : null;
    }

    // --- from the driver

    /**
     * A study begins for a worker.
     *
     * @param handler the handler, serialised
     * @param backups copies that the grid keeps of each checkpoint beside the first
     * @param label what the study is called in log lines
     */
    record Open(byte[] handler, int toolThreads, double share, long cacheBytes, int backups, String label)
            implements Message {

        @Override
        public Kind kind() {
            return Kind.OPEN;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeByteArray(handler);
            out.writeInt(toolThreads);
            out.writeDouble(share);
            out.writeLong(cacheBytes);
            out.writeInt(backups);
            out.writeString(label);
        }
    }

    /** All shards that the worker was to have are there: it may start its threads. */
    record Begin() implements Message {

        @Override
        public Kind kind() {
            return Kind.BEGIN;
        }

        @Override
        public void write(ObjectDataOutput out) {
            // nothing more to say
        }
    }

    /**
     * A unit.
     *
     * @param source member that has the live model, if another one has it
     */
    record Run(String worker, UnitQuery query, @Nullable UUID source) implements Message {

        @Override
        public Kind kind() {
            return Kind.RUN;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            UnitQueries.write(query, out);
            out.writeBoolean(source != null);
            if (source != null) {
                out.writeLong(source.getMostSignificantBits());
                out.writeLong(source.getLeastSignificantBits());
            }
        }
    }

    /** A unit is not wanted any more. */
    record Cancel(String worker, long ticket) implements Message {

        @Override
        public Kind kind() {
            return Kind.CANCEL;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeLong(ticket);
        }
    }

    /** A thread that is stuck is given up. */
    record Abandon(String worker, String reason) implements Message {

        @Override
        public Kind kind() {
            return Kind.ABANDON;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeString(reason);
        }
    }

    /** A trial gets no more units. */
    record Release(int trial) implements Message {

        @Override
        public Kind kind() {
            return Kind.RELEASE;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeInt(trial);
        }
    }

    /** The study ends for the worker, which answers with {@link Closed}. */
    record Close() implements Message {

        @Override
        public Kind kind() {
            return Kind.CLOSE;
        }

        @Override
        public void write(ObjectDataOutput out) {
            // nothing more to say
        }
    }

    // --- from a worker

    /** A thread is ready. */
    record Joined(String worker, int slots) implements Message {

        @Override
        public Kind kind() {
            return Kind.JOINED;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeInt(slots);
        }
    }

    /** A thread is gone. */
    record Left(String worker, String reason) implements Message {

        @Override
        public Kind kind() {
            return Kind.LEFT;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeString(reason);
        }
    }

    /** A unit began to run. */
    record Started(String worker, long ticket) implements Message {

        @Override
        public Kind kind() {
            return Kind.STARTED;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeLong(ticket);
        }
    }

    /** What came of a unit. */
    record Reported(UnitReport report) implements Message {

        @Override
        public Kind kind() {
            return Kind.REPORTED;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            UnitReports.write(report, out);
        }
    }

    /** A checkpoint is in the grid. */
    record Committed(CheckpointId id, long bytes) implements Message {

        @Override
        public Kind kind() {
            return Kind.COMMITTED;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeInt(id.trial());
            out.writeInt(id.version());
            out.writeLong(bytes);
        }
    }

    /** A checkpoint could not be stored. */
    record CommitFailed(CheckpointId id, String cause) implements Message {

        @Override
        public Kind kind() {
            return Kind.COMMIT_FAILED;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeInt(id.trial());
            out.writeInt(id.version());
            out.writeString(cause);
        }
    }

    /** The process is to end: it wants no more units, and to be told by {@link Close} when nothing of it is needed any more. */
    record Draining() implements Message {

        @Override
        public Kind kind() {
            return Kind.DRAINING;
        }

        @Override
        public void write(ObjectDataOutput out) {
            // nothing more to say
        }
    }

    /** The process is about to end, or has to do with another driver. */
    record Leaving(String reason) implements Message {

        /** The reason that is for good. */
        public static final String TAKEN_OVER = "another driver has taken the study over";

        @Override
        public Kind kind() {
            return Kind.LEAVING;
        }

        @Override
        public void write(ObjectDataOutput out) throws IOException {
            out.writeString(reason);
        }
    }

    /** The study's threads have ended, and nothing more will be told of it. */
    record Closed() implements Message {

        @Override
        public Kind kind() {
            return Kind.CLOSED;
        }

        @Override
        public void write(ObjectDataOutput out) {
            // nothing more to say
        }
    }
}
