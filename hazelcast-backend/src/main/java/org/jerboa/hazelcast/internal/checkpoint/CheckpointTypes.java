package org.jerboa.hazelcast.internal.checkpoint;

import com.hazelcast.config.SerializationConfig;
import org.jerboa.hazelcast.internal.wire.Wire;

/** Numbers of the types that checkpoints are kept in order with. */
public final class CheckpointTypes {

    static final int FACTORY = 7_302;

    static final int RECORD = 1;
    static final int COMMIT = 2;
    static final int FORGET = 3;
    static final int FENCE = 4;

    private CheckpointTypes() {}

    /** Has an instance read them. */
    public static void register(SerializationConfig config) {
        config.addDataSerializableFactory(FACTORY, Wire.factory(number -> switch (number) {
            case RECORD -> new TrialRecord();
            case COMMIT -> new Commit();
            case FORGET -> new Forget();
            case FENCE -> new Fence();
            default -> null;
        }));
    }
}
