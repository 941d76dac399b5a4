package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of trials to train, and what there is to train them on: the same for every {@link Approach}.
 *
 * @param epochs epochs that each trial gets
 * @param shards parts the data is cut into
 * @param dataBytes size of the training data
 * @param replicas workers that hold each shard, for MOP
 */
public record Workload(
        List<TrialLoad> trials,
        List<SimulatedWorker> workers,
        int epochs,
        int shards,
        double dataBytes,
        int replicas,
        Network network) {

    public Workload {
        trials = List.copyOf(trials);
        workers = List.copyOf(workers);
        if (trials.isEmpty() || workers.isEmpty()) {
            throw new IllegalArgumentException("a workload of " + trials.size() + " trials on " + workers.size()
                    + " workers; give at least one each");
        }
        if (epochs < 1 || shards < 1) {
            throw new IllegalArgumentException(
                    "epochs (" + epochs + ") and shards (" + shards + ") must be at least 1");
        }
        if (!(dataBytes >= 0)) {
            throw new IllegalArgumentException("dataBytes (" + dataBytes + ") must not be negative");
        }
        if (replicas < 1 || replicas > workers.size()) {
            throw new IllegalArgumentException(
                    "replicas (" + replicas + ") must be between 1 and the number of workers (" + workers.size() + ")");
        }
    }

    /** Trials that cost the same, on workers of one slot and speed 1, each with one shard. */
    public static Workload uniform(
            int trials, TrialLoad trial, int workers, int epochs, double dataBytes, Network network) {
        return new Workload(
                Collections.nCopies(trials, trial),
                Collections.nCopies(workers, new SimulatedWorker(1, 1)),
                epochs,
                workers,
                dataBytes,
                1,
                network);
    }

    /** Training units that can run at a time. */
    public int slots() {
        return workers.stream().mapToInt(SimulatedWorker::slots).sum();
    }

    /** Shards go to workers in a ring, replicas to the neighbours, so that every worker holds its share. */
    List<Integer> placesOf(int shard) {
        List<Integer> places = new ArrayList<>(replicas);
        for (int replica = 0; replica < replicas; replica++) {
            places.add((shard + replica) % workers.size());
        }
        return places;
    }

    /** What the worker at that place of the list holds when it joins. */
    Set<Integer> shardsOf(int place) {
        Set<Integer> held = new TreeSet<>();
        for (int shard = 0; shard < shards; shard++) {
            if (Math.floorMod(place - shard, workers.size()) < replicas) {
                held.add(shard);
            }
        }
        return held;
    }

    /** Steps of an epoch in which every worker trains a minibatch: |D| / (b p), rounded up. */
    long stepsTogether(TrialLoad trial) {
        return (trial.minibatches() + workers.size() - 1) / workers.size();
    }

    double modelBytes() {
        return trials.stream().mapToDouble(TrialLoad::modelBytes).sum();
    }
}
