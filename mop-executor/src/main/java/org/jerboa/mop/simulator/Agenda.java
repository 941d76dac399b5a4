package org.jerboa.mop.simulator;

import java.util.PriorityQueue;

/** A virtual clock, and what is to happen when. What happens at the same time happens in the order it was foreseen in. */
final class Agenda {

    static final double NANOS = 1e9;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long sequence;

    static long nanos(double seconds) {
        return Math.round(seconds * NANOS);
    }

    long now() {
        return now;
    }

    /** @param time in nanoseconds; now, or later */
    void at(long time, Runnable action) {
        events.add(new Event(time, sequence++, action));
    }

    /** Goes to what happens next and has it happen; false if nothing more does. */
    boolean proceed() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        next.action.run();
        return true;
    }

    private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
