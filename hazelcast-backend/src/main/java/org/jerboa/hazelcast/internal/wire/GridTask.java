package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What one member has another one do. A task has no state but what it carries: what there is to be done is its member's
 * {@link Endpoint}.
 *
 * @param <T> a type that Hazelcast knows how to write
 */
public abstract sealed class GridTask<T> implements Callable<T>, IdentifiedDataSerializable, HazelcastInstanceAware
        permits Delivery, ShardPart, ShardFile, DerivedOffer, TransformPart, Pull {

    private String study = "";
    private int session;
    private transient @Nullable HazelcastInstance here;

    /** For reading. */
    GridTask() {}

    GridTask(String study, int session) {
        this.study = study;
        this.session = session;
    }

    /** Which study it is about. */
    public String study() {
        return study;
    }

    /** Which session of that study, as a study may be gone on with by another driver while an old one still speaks. */
    public int session() {
        return session;
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        here = instance;
    }

    Endpoint endpoint() {
        HazelcastInstance instance = Objects.requireNonNull(here);
        Object endpoint = instance.getUserContext().get(Endpoint.KEY);
        if (endpoint instanceof Endpoint known) {
            return known;
        }
        throw new IllegalStateException("member " + instance.getName() + " is not one of Jerboa's");
    }

    @Override
    public int getFactoryId() {
        return Wire.FACTORY;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(Wire.VERSION);
        out.writeString(study);
        out.writeInt(session);
        write(out);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        Wire.requireVersion(in.readByte());
        study = Objects.requireNonNull(in.readString());
        session = in.readInt();
        read(in);
    }

    abstract void write(ObjectDataOutput out) throws IOException;

    abstract void read(ObjectDataInput in) throws IOException;
}
