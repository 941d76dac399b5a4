package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;
import org.jerboa.tune.study.StudyException;

/** Starts members. */
final class Instances {

    private Instances() {}

    private static final int TRIES = 5;

    /**
     * Starts a member on a port that is free. As another process may be faster, several are tried.
     *
     * @param configs the configuration for a port
     */
    static HazelcastInstance startOnFreePort(IntFunction<Config> configs) {
        for (int tried = 1; ; tried++) {
            Config config = configs.apply(freePort());
            try {
                return Hazelcast.newHazelcastInstance(config);
            } catch (HazelcastException | IllegalStateException e) {
                if (tried == TRIES || !isTaken(e)) {
                    throw new StudyException(reason(e, config), e);
                }
            }
        }
    }

    /** @throws StudyException if it cannot start, with what is to be done */
    static HazelcastInstance start(Config config) {
        try {
            return Hazelcast.newHazelcastInstance(config);
        } catch (HazelcastException | IllegalStateException e) {
            throw new StudyException(reason(e, config), e);
        }
    }

    private static String reason(RuntimeException failure, Config config) {
        return isTaken(failure)
                ? "the grid's port cannot be opened (" + failure.getMessage() + "); choose another port in the grid's"
                        + " configuration, or let it count up with auto-increment: true"
                : "a member of the grid '" + config.getClusterName() + "' cannot be started: " + failure.getMessage();
    }

    private static boolean isTaken(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof BindException
                    || (e.getMessage() != null && e.getMessage().contains("already in use"))) {
                return true;
            }
        }
        return false;
    }

    /** A port of this computer that nobody has at the moment. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StudyException("no port is free for the grid (" + e + ")", e);
        }
    }

    /** Where others find it. */
    static String address(HazelcastInstance instance) {
        Address address = instance.getCluster().getLocalMember().getAddress();
        return address.getHost() + ":" + address.getPort();
    }

    /** At once, as the whole grid ends, or as it holds nothing. */
    static void end(HazelcastInstance instance) {
        instance.getLifecycleService().terminate();
    }
}
