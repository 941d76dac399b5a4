package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Numbers that members must agree on. Each type that travels has one, and begins with the version of all of them. */
public final class Wire {

    /** Members of different versions do not work together. */
    public static final byte VERSION = 4;

    /** Factory of the tasks. */
    static final int FACTORY = 7_301;

    static final int DELIVERY = 1;
    static final int SHARD_PART = 2;
    static final int PULL = 3;
    static final int SHARD_FILE = 4;
    static final int DERIVED_OFFER = 5;
    static final int TRANSFORM_PART = 6;

    private Wire() {}

    /** Has an instance read Jerboa's types. */
    public static void register(SerializationConfig config) {
        config.addDataSerializableFactory(FACTORY, factory(Wire::task));
    }

    /** A factory by numbers of types. */
    public static DataSerializableFactory factory(IntFunction<@Nullable IdentifiedDataSerializable> types) {
        return number -> {
            IdentifiedDataSerializable made = types.apply(number);
            if (made == null) {
                throw new HazelcastSerializationException("type " + number
                        + " is not known here; run the same version of Jerboa on all members of the grid");
            }
            return made;
        };
    }

    private static @Nullable IdentifiedDataSerializable task(int number) {
        return switch (number) {
            case DELIVERY -> new Delivery();
            case SHARD_PART -> new ShardPart();
            case PULL -> new Pull();
            case SHARD_FILE -> new ShardFile();
            case DERIVED_OFFER -> new DerivedOffer();
            case TRANSFORM_PART -> new TransformPart();
            default -> null;
        };
    }

    /** @throws HazelcastSerializationException if the sender is of another version */
    public static void requireVersion(byte version) {
        if (version != VERSION) {
            throw new HazelcastSerializationException("a member of wire version " + version
                    + " sent something to one of version " + VERSION
                    + "; run the same version of Jerboa on all members of the grid");
        }
    }
}
