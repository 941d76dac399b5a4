package org.jerboa.hazelcast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jerboa.hazelcast.internal.grid.TestInstances;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a member to itself. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OutboxTest {

    private static final Message STARTED = new Event.Started("w", 9);
    private static final Message RELEASE = new Command.Release(4);

    private final BlockingQueue<List<Message>> arrived = new LinkedBlockingQueue<>();
    private final TestInstances instances = new TestInstances("outbox");
    private final HazelcastInstance here = start();
    private final Outbox outbox =
            new Outbox(here, here.getCluster().getLocalMember(), "study", 0, false, new NoTrouble());

    private HazelcastInstance start() {
        Node node = Node.driver();
        node.setWorker(new Receiver());
        return instances.start(node, true);
    }

    @AfterEach
    void end() throws InterruptedException {
        outbox.abort();
        outbox.awaitEnd(TimeUnit.MINUTES.toMillis(1));
        instances.close();
    }

    @Test
    void whatIsNotUrgentGoesWithTheNextMessage() throws InterruptedException {
        CountDownLatch isBusy = new CountDownLatch(1);
        CountDownLatch bothAreThere = new CountDownLatch(1);
        outbox.add(() -> {
            isBusy.countDown();
            try {
                bothAreThere.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        isBusy.await();
        outbox.addWithNext(STARTED);
        outbox.add(RELEASE);
        bothAreThere.countDown();

        assertThat(arrived.take()).containsExactly(STARTED, RELEASE);
    }

    @Test
    void whatIsNotUrgentGoesByItselfWhenNothingFollows() throws InterruptedException {
        outbox.addWithNext(STARTED);

        assertThat(arrived.take()).containsExactly(STARTED);
    }

    @Test
    void whatIsNotUrgentIsSentBeforeTheEnd() throws InterruptedException {
        outbox.addWithNext(STARTED);
        outbox.end();

        assertThat(arrived.take()).containsExactly(STARTED);
    }

    private static final class NoTrouble implements Outbox.Trouble {

        @Override
        public void refused(String why) {
            throw new AssertionError(why);
        }

        @Override
        public void unreadable(Message message, String why) {
            throw new AssertionError(message + ": " + why);
        }
    }

    private final class Receiver implements Endpoint {

        @Override
        public @Nullable String take(Delivery delivery) {
            arrived.add(delivery.messages());
            return null;
        }

        @Override
        public String take(ShardPart part) {
            return "no shards here";
        }

        @Override
        public String take(ShardFile file) {
            return "no shards here";
        }

        @Override
        public byte[] take(DerivedOffer offer) {
            return Lacks.refusal("no shards here");
        }

        @Override
        public String take(TransformPart part) {
            return "no shards here";
        }

        @Override
        public byte @Nullable [] give(Pull pull) {
            return null;
        }
    }
}
