package org.jerboa.mop.plan;

/** A schedule under construction: units in the order in which they were decided, in arrays that are used again. */
final class Draft {

    final int[] trial;
    final int[] shard;
    final int[] machine;
    final long[] start;
    final long[] end;
    private final Shop shop;
    int size;
    long makespan;

    Draft(Shop shop) {
        this.shop = shop;
        int units = shop.units();
        trial = new int[units];
        shard = new int[units];
        machine = new int[units];
        start = new long[units];
        end = new long[units];
    }

    void clear() {
        size = 0;
        makespan = 0;
    }

    void add(int ofTrial, int onShard, int onMachine, long from, long to) {
        trial[size] = ofTrial;
        shard[size] = onShard;
        machine[size] = onMachine;
        start[size] = from;
        end[size] = to;
        size++;
        makespan = Math.max(makespan, to + shop.tail(ofTrial));
    }

    void copyFrom(Draft other) {
        size = other.size;
        makespan = other.makespan;
        System.arraycopy(other.trial, 0, trial, 0, size);
        System.arraycopy(other.shard, 0, shard, 0, size);
        System.arraycopy(other.machine, 0, machine, 0, size);
        System.arraycopy(other.start, 0, start, 0, size);
        System.arraycopy(other.end, 0, end, 0, size);
    }
}
