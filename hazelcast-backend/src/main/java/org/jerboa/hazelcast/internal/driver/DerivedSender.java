package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jerboa.hazelcast.internal.wire.DerivedOffer;
import org.jerboa.hazelcast.internal.wire.Grid;
import org.jerboa.hazelcast.internal.wire.Lacks;
import org.jerboa.hazelcast.internal.wire.Recipe;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Shard;

/**
 * Tells a member of shards that it is to derive, and sends it what it has not got for that: the shard's source, and the transform. Neither is
 * sent again for other shards or studies of this driver, as long as the member keeps it.
 */
final class DerivedSender {

    /** So often a member may lack something that it was sent: it may have had to make room meanwhile. */
    private static final int TRIES = 5;

    private final HazelcastInstance here;
    private final Member to;
    private final String study;
    private final int session;
    private final StudyFigures figures;

    DerivedSender(HazelcastInstance here, Member to, String study, int session, StudyFigures figures) {
        this.here = here;
        this.to = to;
        this.study = study;
        this.session = session;
        this.figures = figures;
    }

    /**
     * The member can derive the shard when it returns.
     *
     * @throws IOException if something cannot be read here, or kept there
     * @throws ExecutionException if the member has left, or something like it
     */
    void send(Shard shard, Derivation derivation) throws IOException, ExecutionException, InterruptedException {
        ReentrantLock others = sendings();
        others.lockInterruptibly();
        try {
            sendAlone(shard, derivation);
        } finally {
            others.unlock();
        }
    }

    /** Studies side by side would send a member the same thing twice. */
    private ReentrantLock sendings() {
        return (ReentrantLock)
                here.getUserContext().computeIfAbsent("jerboa.derived." + to.getUuid(), none -> new ReentrantLock());
    }

    private void sendAlone(Shard shard, Derivation derivation)
            throws IOException, ExecutionException, InterruptedException {
        Shard source = derivation.source();
        ShardPart.Header header = ShardSender.header(source, source.checksum(), true);
        Recipe recipe = Recipe.of(ShardSender.header(shard, shard.checksum(), false), header, derivation);
        for (int tried = 0; tried < TRIES; tried++) {
            Lacks lacks = Lacks.of(here.getExecutorService(Grid.TRANSFERS)
                    .submitToMember(new DerivedOffer(study, session, recipe), to)
                    .get());
            if (!lacks.refusal().isEmpty()) {
                throw new IOException(lacks.refusal());
            } else if (lacks.isNothing()) {
                return;
            }
            if (lacks.source()) {
                new ShardSender(here, to, study, session, figures).send(source, header);
            }
            if (lacks.transform()) {
                new TransformSender(here, to, study, session, figures).send(derivation.transform());
            }
        }
        throw new IOException("what " + shard.split().label() + " shard " + shard.index()
                + " is derived from was sent and is not there; give the workers more room");
    }
}
