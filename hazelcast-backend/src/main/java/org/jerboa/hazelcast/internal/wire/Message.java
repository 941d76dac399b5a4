package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;

/** One thing that the driver of a study says to one of its workers, or a worker to the driver. */
public sealed interface Message permits Command, Event {

    /** Which message it is. Written by name. */
    enum Kind {
        OPEN(Command.Open::read),
        BEGIN(in -> new Command.Begin()),
        RUN(Command.Run::read),
        CANCEL(Command.Cancel::read),
        ABANDON(Command.Abandon::read),
        RELEASE(Command.Release::read),
        CLOSE(in -> new Command.Close()),
        JOINED(Event.Joined::read),
        LEFT(Event.Left::read),
        STARTED(Event.Started::read),
        REPORTED(Event.Reported::read),
        COMMITTED(Event.Committed::read),
        COMMIT_FAILED(Event.CommitFailed::read),
        COMPUTED(Event.Computed::read),
        NOT_COMPUTED(Event.NotComputed::read),
        DRAINING(in -> new Event.Draining()),
        LEAVING(Event.Leaving::read),
        CLOSED(in -> new Event.Closed());

        private final Reader reader;

        Kind(Reader reader) {
            this.reader = reader;
        }
    }

    /** Reads the fields of one kind. */
    @FunctionalInterface
    interface Reader {

        Message read(ObjectDataInput in) throws IOException;
    }

    Kind kind();

    /** Writes its fields; a message without any writes nothing. */
    default void writeFields(ObjectDataOutput out) throws IOException {
        // its kind says all
    }

    /** Writes it so that {@link #read} finds out which it is. */
    default void write(ObjectDataOutput out) throws IOException {
        out.writeString(kind().name());
        writeFields(out);
    }

    /** Reads what {@link #write} wrote. */
    static Message read(ObjectDataInput in) throws IOException {
        return Kind.valueOf(Objects.requireNonNull(in.readString())).reader.read(in);
    }

    /** A text that was written as it is; empty if there was none. */
    static String text(ObjectDataInput in) throws IOException {
        return Objects.requireNonNullElse(in.readString(), "");
    }
}
