package org.jerboa.hazelcast.internal.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a state between the thread that writes it and those that hand them out. The writer waits while there are as many
 * as there may be, so that a hop takes no more memory the larger the model is. Thread-safe.
 */
final class PartBuffer {

    /** Parts that may wait to be asked for. */
    static final int MOST = 3;

    private final Duration patience;
    private final Map<Integer, byte[]> ready = new HashMap<>();
    private int count;
    private boolean ended;
    private boolean givenUp;

    /** @param patience how long the writer waits for someone to ask for a part */
    PartBuffer(Duration patience) {
        this.patience = patience;
    }

    /**
     * Adds the next part, when there is room.
     *
     * @throws IOException if no one wants it
     */
    synchronized void put(byte[] part) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (ready.size() >= MOST && !givenUp) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    giveUp();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (givenUp) {
            throw new IOException("the model is not asked for any more where it was to go");
        }
        ready.put(count++, part);
        notifyAll();
    }

    /** No part will be added. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** No part will be asked for. */
    synchronized void giveUp() {
        givenUp = true;
        ready.clear();
        end();
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** Hands a part out, once; null if there is none of this number; {@link Part#notYet} if it does not come in time. */
    synchronized byte @Nullable [] take(int number, Duration wait) throws IOException {
        long deadline = System.nanoTime() + wait.toNanos();
        try {
            while (number >= count && !ended) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return Part.notYet();
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        byte[] part = ready.remove(number);
        notifyAll();
        return part;
    }

    /** Whether nothing is left to be handed out, and nothing will be. */
    synchronized boolean isExhausted() {
        return ended && ready.isEmpty();
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted in the middle of a hop", e);
    }
}
