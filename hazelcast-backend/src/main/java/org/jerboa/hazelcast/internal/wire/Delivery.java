package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages of one sender, in their order. Answers null if they were taken, else why not. */
public final class Delivery extends GridTask<@Nullable String> {

    private UUID sender = new UUID(0, 0);
    private long number;
    private boolean toDriver;
    private List<Message> messages = List.of();

    /** For reading. */
    Delivery() {}

    /**
     * @param number from 1 on, one more for each delivery of a sender: what comes twice is taken once
     * @param toDriver whether it goes to the study's driver, or else to a worker, which may be the same member
     */
    public Delivery(
            String study, int session, UUID sender, long number, boolean toDriver, List<? extends Message> messages) {
        super(study, session);
        this.sender = sender;
        this.number = number;
        this.toDriver = toDriver;
        this.messages = List.copyOf(messages);
    }

    /** The member that sent it. */
    public UUID sender() {
        return sender;
    }

    public long number() {
        return number;
    }

    public boolean isToDriver() {
        return toDriver;
    }

    public List<Message> messages() {
        return messages;
    }

    @Override
    public @Nullable String call() {
        return endpoint().take(this);
    }

    @Override
    public int getClassId() {
        return Wire.DELIVERY;
    }

    @Override
    void write(ObjectDataOutput out) throws IOException {
        out.writeLong(sender.getMostSignificantBits());
        out.writeLong(sender.getLeastSignificantBits());
        out.writeLong(number);
        out.writeBoolean(toDriver);
        out.writeInt(messages.size());
        for (Message message : messages) {
            message.write(out);
        }
    }

    @Override
    void read(ObjectDataInput in) throws IOException {
        sender = new UUID(in.readLong(), in.readLong());
        number = in.readLong();
        toDriver = in.readBoolean();
        int count = in.readInt();
        List<Message> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            read.add(Message.read(in));
        }
        messages = read;
    }
}
