package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jerboa.hazelcast.internal.wire.Outbox;

/** A member that works, or is about to work, for a study, as its driver sees it. Used by the pool's thread. */
final class MemberLink {

    final Member member;
    final Outbox outbox;
    final Set<ShardKey> shards = new HashSet<>();
    final ThreadPoolExecutor sender;
    volatile boolean lost;

    /** Whether it wants to leave. */
    volatile boolean draining;

    private long lastDelivery;

    MemberLink(HazelcastInstance here, Member member, String study, int session, Outbox.Trouble trouble) {
        this.member = member;
        this.outbox = new Outbox(here, member, study, session, false, trouble);
        this.sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "jerboa-shards-" + member.getUuid());
            thread.setDaemon(true);
            return thread;
        });
    }

    UUID id() {
        return member.getUuid();
    }

    /** Whether a delivery of that number has not been seen. */
    boolean isNew(long number) {
        boolean fresh = number > lastDelivery;
        lastDelivery = Math.max(number, lastDelivery);
        return fresh;
    }

    /** Messages and shards that have yet to go. */
    int waiting() {
        return outbox.waiting() + sender.getQueue().size();
    }

    /** The member is gone. */
    void drop() {
        sender.shutdownNow();
        outbox.abort();
    }
}
