package org.jerboa.mop.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A floor by hand: one slot and one shard for each worker, trials in any order of shards, and a clock that a test sets. */
final class HandFloor implements Floor {

    final CostModel costs = new CostModel();
    final List<Machine> machines = new ArrayList<>();
    final Map<Integer, BitSet> left = new TreeMap<>();
    final Map<Integer, Integer> epochs = new TreeMap<>();
    final Map<Integer, Long> busyUntil = new TreeMap<>();
    final Map<Integer, Integer> at = new TreeMap<>();
    long now;

    HandFloor(int workers, double... unitNanos) {
        for (int worker = 0; worker < workers; worker++) {
            machines.add(machine(worker, worker));
        }
        for (int trial = 0; trial < unitNanos.length; trial++) {
            trial(trial, 0, unitNanos[trial]);
        }
    }

    static Machine machine(int index, int... shards) {
        BitSet reached = new BitSet();
        for (int shard : shards) {
            reached.set(shard);
        }
        return new Machine(index, 1, reached, shards);
    }

    void trial(int trial, int epoch, double unitNanos) {
        BitSet all = new BitSet();
        all.set(0, shards());
        left.put(trial, all);
        epochs.put(trial, epoch);
        costs.measured(trial, 0, unitNanos);
    }

    /** What the trial could do now. */
    Candidate candidate(int trial) {
        double remaining = costs.nanos(trial) * left.get(trial).cardinality();
        return Candidate.free(trial, epochs.get(trial), remaining, left.get(trial));
    }

    /** A unit begins, and is expected to take its time. */
    void begins(Scheduler.Assignment unit, Machine worker) {
        int trial = unit.candidate().trial();
        left.get(trial).clear(unit.shard());
        at.put(trial, worker.index());
        busyUntil.put(worker.index(), now + Math.round(costs.nanos(trial)));
    }

    void ends(Machine worker) {
        busyUntil.remove(worker.index());
        at.values().removeIf(there -> there == worker.index());
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public int shards() {
        return 4;
    }

    @Override
    public CostModel costs() {
        return costs;
    }

    @Override
    public List<Machine> machines() {
        return machines;
    }

    @Override
    public long[] busyUntil(Machine machine) {
        Long end = busyUntil.get(machine.index());
        return end == null ? new long[0] : new long[] {end};
    }

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        left.forEach((trial, shards) -> jobs.add(new Job(
                trial,
                epochs.get(trial),
                (BitSet) shards.clone(),
                new int[0],
                costs.guess(trial),
                at.getOrDefault(trial, -1),
                readyAt(trial))));
        return jobs;
    }

    @Override
    public long readyAt(int trial) {
        if (!left.containsKey(trial)) {
            return NEVER;
        }
        Integer worker = at.get(trial);
        return worker == null ? now : Math.max(now, busyUntil.get(worker));
    }
}
