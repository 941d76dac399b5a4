package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages to one member about one study, in their order, each taken once. A thread of its own sends what has gathered
 * since its last delivery was taken; so nobody who has something to say waits for the other one, and a member that is
 * frozen holds up nobody else. What is not urgent waits a moment for what is. Thread-safe.
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int MOST_AT_ONCE = 100;
    private static final long PAUSE_MILLIS = 200;

    /** What is not urgent waits so long for what is. */
    private static final long COMPANY_MILLIS = 50;

    /**
     * Something to send, or to do before what follows is sent.
     *
     * @param urgent or it may wait for a while, to go with others
     */
    private record Item(@Nullable Message message, @Nullable Runnable action, boolean urgent) {}

    private static final Item END = new Item(null, null, true);

    private final HazelcastInstance here;
    private final Member to;
    private final String study;
    private final int session;
    private final boolean toDriver;
    private final Trouble trouble;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final Thread thread;
    private long number;
    private volatile boolean over;

    /** Told, on the outbox's thread, of what did not arrive. */
    public interface Trouble {

        /** The other one has nothing to do with the study, or not any more. */
        void refused(String why);

        /** One message could not be written here or read there. Those after it are sent. */
        void unreadable(Message message, String why);
    }

    /** @param trouble is told of messages that did not arrive */
    public Outbox(HazelcastInstance here, Member to, String study, int session, boolean toDriver, Trouble trouble) {
        this.here = here;
        this.to = to;
        this.study = study;
        this.session = session;
        this.toDriver = toDriver;
        this.trouble = trouble;
        this.thread = new Thread(this::work, "jerboa-outbox-" + (toDriver ? "driver" : to.getUuid()));
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends a message soon. */
    public void add(Message message) {
        items.add(new Item(message, null, true));
    }

    /** Sends a message together with what is added next; by itself if nothing is for a twentieth of a second. */
    public void addWithNext(Message message) {
        items.add(new Item(message, null, false));
    }

    /** Does something before what is added later is sent. */
    public void add(Runnable action) {
        items.add(new Item(null, action, true));
    }

    /** How many messages have yet to be taken up. */
    public int waiting() {
        return items.size();
    }

    private void work() {
        try {
            List<Item> batch = new ArrayList<>();
            while (!over) {
                gather(batch);
                send(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends: there is nobody to send to
        }
    }

    private void gather(List<Item> batch) throws InterruptedException {
        Item next = items.take();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COMPANY_MILLIS);
        batch.add(next);
        while (next != null && !next.urgent && batch.size() < MOST_AT_ONCE) {
            next = items.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next != null) {
                batch.add(next);
            }
        }
        items.drainTo(batch, MOST_AT_ONCE - batch.size());
    }

    private void send(List<Item> batch) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        for (Item item : batch) {
            if (item.message != null) {
                messages.add(item.message);
            } else {
                deliver(messages);
                messages.clear();
                if (item.action == null) {
                    over = true;
                    return;
                }
                item.action.run();
            }
        }
        deliver(messages);
    }

    private void deliver(List<Message> messages) throws InterruptedException {
        if (messages.isEmpty() || over) {
            return;
        }
        Delivery delivery = null;
        while (!over) {
            try {
                if (delivery == null) {
                    UUID sender = here.getCluster().getLocalMember().getUuid();
                    delivery = new Delivery(study, session, sender, ++number, toDriver, messages);
                }
                String answer = here.getExecutorService(Grid.MESSAGES)
                        .submitToMember(delivery, to)
                        .get();
                if (answer != null) {
                    trouble.refused(answer);
                }
                return;
            } catch (MemberLeftException | HazelcastInstanceNotActiveException e) {
                over = true; // what is told of its leaving is what counts
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof MemberLeftException
                        || cause instanceof TargetNotMemberException
                        || cause instanceof HazelcastInstanceNotActiveException) {
                    over = true;
                } else if (isUnreadable(cause)) {
                    sendSingly(messages, cause);
                    return;
                } else {
                    LOG.debug("{} will be sent to {} again", messages, to, cause);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (RuntimeException e) {
                if (!here.getLifecycleService().isRunning()) {
                    over = true;
                } else if (isUnreadable(e)) {
                    sendSingly(messages, e);
                    return;
                } else {
                    LOG.debug("{} will be sent to {} again", messages, to, e);
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    /** One message that cannot be read, or written, must not take others with it. */
    private void sendSingly(List<Message> messages, Throwable cause) throws InterruptedException {
        if (messages.size() == 1) {
            trouble.unreadable(messages.get(0), rootOf(cause));
            return;
        }
        for (Message message : messages) {
            deliver(List.of(message));
        }
    }

    private static boolean isUnreadable(Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof HazelcastSerializationException
                    || e instanceof Payload.MissingClassException
                    || e instanceof UncheckedIOException) {
                return true;
            }
        }
        return false;
    }

    private static String rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && !(root instanceof Payload.MissingClassException)) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Ends when all that was added has been sent, or at once if nobody is there to take it. Does not wait. */
    public void end() {
        items.add(END);
    }

    /** Ends at once. */
    public void abort() {
        over = true;
        thread.interrupt();
    }

    /** Waits until it has ended. */
    public void awaitEnd(long millis) throws InterruptedException {
        if (Thread.currentThread() != thread) {
            thread.join(millis);
        }
    }
}
