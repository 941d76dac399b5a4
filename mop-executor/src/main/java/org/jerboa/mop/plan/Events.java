package org.jerboa.mop.plan;

/** Numbers with the time at which they are due, earliest first; equal times by number. A binary heap of primitives. */
final class Events {

    private final long[] times;
    private final int[] numbers;
    private int size;

    Events(int capacity) {
        times = new long[capacity];
        numbers = new int[capacity];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long time() {
        return times[0];
    }

    void add(long time, int number) {
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >> 1;
            if (before(times[parent], numbers[parent], time, number)) {
                break;
            }
            times[at] = times[parent];
            numbers[at] = numbers[parent];
            at = parent;
        }
        times[at] = time;
        numbers[at] = number;
    }

    /** Takes out the earliest. */
    int take() {
        int first = numbers[0];
        long time = times[--size];
        int number = numbers[size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && before(times[child + 1], numbers[child + 1], times[child], numbers[child])) {
                child++;
            }
            if (before(time, number, times[child], numbers[child])) {
                break;
            }
            times[at] = times[child];
            numbers[at] = numbers[child];
            at = child;
        }
        times[at] = time;
        numbers[at] = number;
        return first;
    }

    private static boolean before(long time, int number, long otherTime, int otherNumber) {
        return time < otherTime || (time == otherTime && number < otherNumber);
    }
}
