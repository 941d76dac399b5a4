package org.jerboa.mop.plan;

import java.util.Arrays;

/** When one machine is taken: intervals that do not overlap, in the order of time. */
final class Timetable {

    private long[] starts = new long[16];
    private long[] ends = new long[16];
    private int size;

    /** Empties it; the machine is taken until {@code from}. */
    void begin(long from) {
        starts[0] = Long.MIN_VALUE;
        ends[0] = from;
        size = 1;
    }

    /** The earliest time from {@code from} on at which the machine is free for so long. */
    long earliest(long from, long duration) {
        int at = before(from);
        long free = Math.max(from, ends[at]);
        while (at + 1 < size && starts[at + 1] - free < duration) {
            at++;
            free = ends[at];
        }
        return free;
    }

    /** The last interval that starts at that time or before. */
    private int before(long time) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= time) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    void take(long start, long end) {
        int at = before(start) + 1;
        if (ends[at - 1] == start) {
            ends[at - 1] = end;
            join(at);
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        System.arraycopy(starts, at, starts, at + 1, size - at);
        System.arraycopy(ends, at, ends, at + 1, size - at);
        starts[at] = start;
        ends[at] = end;
        size++;
        join(at + 1);
    }

    /** Makes an interval one with that before it, if nothing is between them. */
    private void join(int at) {
        if (at < size && ends[at - 1] == starts[at]) {
            ends[at - 1] = ends[at];
            System.arraycopy(starts, at + 1, starts, at, size - at - 1);
            System.arraycopy(ends, at + 1, ends, at, size - at - 1);
            size--;
        }
    }
}
