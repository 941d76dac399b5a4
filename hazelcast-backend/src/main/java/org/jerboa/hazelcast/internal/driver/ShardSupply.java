package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jerboa.hazelcast.internal.worker.Neighbours;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Shard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends members their shards, to each one after another, beside the messages, which need not wait for them. */
final class ShardSupply {

    private static final Logger LOG = LoggerFactory.getLogger(ShardSupply.class);

    private final HazelcastInstance here;
    private final String study;
    private final int session;
    private final Dataset data;
    private final Neighbours neighbours;
    private final StudyFigures figures;
    private final Heard heard;

    /** Told, on a thread of the member's, of what became of a shard. */
    interface Heard {

        void arrived(MemberLink link, ShardKey key);

        /** It cannot be read here, or not be kept there. */
        void failed(MemberLink link, String reason);
    }

    /** @param neighbours workers in this JVM, which are not sent what they can have as it is */
    ShardSupply(
            HazelcastInstance here,
            String study,
            int session,
            Dataset data,
            Neighbours neighbours,
            StudyFigures figures,
            Heard heard) {
        this.here = here;
        this.study = study;
        this.session = session;
        this.data = data;
        this.neighbours = neighbours;
        this.figures = figures;
        this.heard = heard;
    }

    /** Sends a shard when those before it are there. */
    void send(MemberLink link, ShardKey key) {
        afterwards(link, () -> sendNow(link, key));
    }

    /** Does something when the shards before it are there. */
    void afterwards(MemberLink link, Runnable action) {
        try {
            link.sender.execute(() -> {
                if (!link.lost) {
                    action.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("Member {} is gone", link.member, e);
        }
    }

    private void send(MemberLink link, Shard shard) throws IOException, ExecutionException, InterruptedException {
        Optional<Derivation> derivation = shard.derivation();
        if (derivation.isPresent()) {
            new DerivedSender(here, link.member, study, session, figures).send(shard, derivation.get());
        } else {
            new ShardSender(here, link.member, study, session, figures).send(shard);
        }
    }

    private void sendNow(MemberLink link, ShardKey key) {
        try {
            Shard shard = data.shards(key.split()).get(key.index());
            UUID driver = here.getCluster().getLocalMember().getUuid();
            if (!neighbours.hold(link.id(), study, session, driver, shard)) {
                send(link, shard);
            }
            heard.arrived(link, key);
        } catch (IOException e) {
            heard.failed(link, e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("{} could not be sent to {}, which is taken to have left", key, link.member, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
