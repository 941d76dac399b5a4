package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.jerboa.tune.spi.UnitQuery;
import org.jspecify.annotations.Nullable;

/** What the driver of a study tells one of its workers to do. */
public sealed interface Command extends Message {

    /**
     * A study begins for a worker.
     *
     * @param handler the handler, serialised
     * @param backups copies that the grid keeps of each checkpoint beside the first
     * @param label what the study is called in log lines
     */
    record Open(byte[] handler, int toolThreads, double share, long cacheBytes, int backups, String label)
            implements Command {

        static Open read(ObjectDataInput in) throws IOException {
            return new Open(
                    Objects.requireNonNull(in.readByteArray()),
                    in.readInt(),
                    in.readDouble(),
                    in.readLong(),
                    in.readInt(),
                    Message.text(in));
        }

        @Override
        public Kind kind() {
            return Kind.OPEN;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeByteArray(handler);
            out.writeInt(toolThreads);
            out.writeDouble(share);
            out.writeLong(cacheBytes);
            out.writeInt(backups);
            out.writeString(label);
        }
    }

    /** All shards that the worker was to have are there: it may start its threads. */
    record Begin() implements Command {

        @Override
        public Kind kind() {
            return Kind.BEGIN;
        }
    }

    /**
     * A unit.
     *
     * @param source member that has the live model, if another one has it
     */
    record Run(String worker, UnitQuery query, @Nullable UUID source) implements Command {

        static Run read(ObjectDataInput in) throws IOException {
            return new Run(
                    Message.text(in),
                    UnitQueries.read(in),
                    in.readBoolean() ? new UUID(in.readLong(), in.readLong()) : null);
        }

        @Override
        public Kind kind() {
            return Kind.RUN;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
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
    record Cancel(String worker, long ticket) implements Command {

        static Cancel read(ObjectDataInput in) throws IOException {
            return new Cancel(Message.text(in), in.readLong());
        }

        @Override
        public Kind kind() {
            return Kind.CANCEL;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeLong(ticket);
        }
    }

    /** A thread that is stuck is given up. */
    record Abandon(String worker, String reason) implements Command {

        static Abandon read(ObjectDataInput in) throws IOException {
            return new Abandon(Message.text(in), Message.text(in));
        }

        @Override
        public Kind kind() {
            return Kind.ABANDON;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeString(worker);
            out.writeString(reason);
        }
    }

    /** A trial gets no more units. */
    record Release(int trial) implements Command {

        static Release read(ObjectDataInput in) throws IOException {
            return new Release(in.readInt());
        }

        @Override
        public Kind kind() {
            return Kind.RELEASE;
        }

        @Override
        public void writeFields(ObjectDataOutput out) throws IOException {
            out.writeInt(trial);
        }
    }

    /** The study ends for the worker, which answers with {@link Event.Closed}. */
    record Close() implements Command {

        @Override
        public Kind kind() {
            return Kind.CLOSE;
        }
    }
}
