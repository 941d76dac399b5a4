package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jerboa.hazelcast.internal.wire.Outbox;

/** A member that works, or is about to work, for a study, as its driver sees it. Used by the pool's thread. */
final class MemberLink {

    final Member member;
    final Outbox outbox;
    final Set<ShardKey> shards = new HashSet<>();
    final ExecutorService sender;
    volatile boolean lost;
    private long lastDelivery;

    MemberLink(HazelcastInstance here, Member member, String study, int session, Outbox.Trouble trouble) {
        this.member = member;
        this.outbox = new Outbox(here, member, study, session, false, trouble);
        this.sender = Executors.newSingleThreadExecutor(task -> {
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

    /** The member is gone. */
    void drop() {
        sender.shutdownNow();
        outbox.abort();
    }
}
