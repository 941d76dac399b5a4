package org.jerboa.mop.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** A study among those that share {@link WorkerThreads}, whose monitor guards it. */
final class StudyAtThreads {

    private final WorkerThreads threads;
    private final double share;
    private final DoubleConsumer memory;
    private final Map<Integer, Place> places = new HashMap<>();
    private final Deque<Runnable> chores = new ArrayDeque<>();
    private double attained;

    /** @param memory is told which part of the memory is this study's */
    StudyAtThreads(WorkerThreads threads, double share, DoubleConsumer memory) {
        this.threads = threads;
        this.share = share;
        this.memory = memory;
    }

    /** Takes a place at a thread, in place of the one it may have there. */
    Place sitDown(int position, WorkerThreads.Resident resident) {
        synchronized (threads) {
            Place place = new Place(threads, this, position, resident);
            places.put(position, place);
            threads.notifyAll();
            return place;
        }
    }

    /** Has some thread do something beside units, soon. */
    void doSoon(Runnable chore) {
        synchronized (threads) {
            chores.add(chore);
            threads.notifyAll();
        }
    }

    /** Gives up its places. If it is the last study, the threads end, and are waited for. */
    void leave() {
        threads.leave(this);
    }

    // --- for the threads, which hold the monitor

    double share() {
        return share;
    }

    /** Tells it its part of the memory, beside studies that have so many shares together. */
    void takeMemory(double ofShares) {
        memory.accept(share / ofShares);
    }

    @Nullable
    Runnable pollChore() {
        return chores.poll();
    }

    @Nullable
    Place at(int position) {
        return places.get(position);
    }

    void giveUp(Place place) {
        places.remove(place.position(), place);
    }

    void giveUpAll() {
        places.clear();
    }

    /** Nanoseconds that its ended units have taken, by its share. */
    double attained() {
        return attained / share;
    }

    /** Units took so many nanoseconds more. */
    void attain(long nanos) {
        attained += nanos;
    }

    /** It is not behind by more than that, whatever it did not use. */
    void attainAtLeast(double byShare, double now) {
        if (byShare > now) {
            attained += (byShare - now) * share;
        }
    }
}
