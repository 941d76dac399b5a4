package org.jerboa.hazelcast.internal.wire;

/** Names that members have to agree on. */
public final class Grid {

    /** Executor for messages. */
    public static final String MESSAGES = "jerboa.messages";

    /** Executor for models and shards. */
    public static final String TRANSFERS = "jerboa.transfers";

    /** Member attribute: {@link #WORKER}, if units can be run there. */
    public static final String ROLE = "jerboa.role";

    public static final String WORKER = "worker";

    /** Member attribute: the wire version, by which members know whether they understand each other. */
    public static final String WIRE = "jerboa.wire";

    private Grid() {}
}
