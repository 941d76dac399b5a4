package org.jerboa.mop.schedule;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.mop.plan.Shop;
import org.jerboa.mop.plan.ShopBuilder;

/** What there is to plan: the floor as an open shop whose machines are slots, and what its numbers stand for. */
final class Problem {

    /** The moment from which the shop counts its times. */
    final long now;

    final Shop shop;
    private final List<Job> jobs;
    private final Machine[] workers;
    private final int[] slots;

    private Problem(long now, Shop shop, List<Job> jobs, Machine[] workers, int[] slots) {
        this.now = now;
        this.shop = shop;
        this.jobs = jobs;
        this.workers = workers;
        this.slots = slots;
    }

    /**
     * Empty if nothing is to be planned: as nothing is left that a worker reaches, or more than {@code mostUnits}; or
     * as every worker reaches every shard.
     */
    static Optional<Problem> of(Floor floor, long mostUnits) {
        BitSet reached = new BitSet();
        int slots = 0;
        for (Machine machine : floor.machines()) {
            reached.or(machine.shards());
            slots += machine.slots();
        }
        List<Job> jobs = floor.jobs().stream().map(job -> within(job, reached)).toList();
        long units = jobs.stream().mapToLong(job -> job.left().cardinality()).sum();
        return units == 0 || units > mostUnits || anyShard(floor)
                ? Optional.empty()
                : Optional.of(of(floor, jobs, slots));
    }

    private static boolean anyShard(Floor floor) {
        return floor.machines().stream().allMatch(machine -> machine.shards().cardinality() == floor.shards());
    }

    /** A worker may have left with shards that come back later; a route ends at the first of them. */
    private static Job within(Job job, BitSet reached) {
        BitSet left = job.left();
        int[] route = job.route();
        if (route.length == 0) {
            left.and(reached);
            return job;
        }
        int end = 0;
        while (end < route.length && reached.get(route[end])) {
            end++;
        }
        if (end == route.length) {
            return job;
        }
        left.clear();
        for (int i = 0; i < end; i++) {
            left.set(route[i]);
        }
        return new Job(
                job.trial(),
                job.epoch(),
                left,
                Arrays.copyOf(route, end),
                job.unitNanos(),
                job.worker(),
                job.readyAt());
    }

    private static Problem of(Floor floor, List<Job> jobs, int slots) {
        long now = floor.nanoTime();
        ShopBuilder shop = Shop.builder(jobs.size(), slots, floor.shards());
        Machine[] workers = new Machine[slots];
        int[] numbers = new int[slots];
        Map<Integer, Integer> firstSlots = new HashMap<>();
        int next = 0;
        for (Machine machine : floor.machines()) {
            long[] busy = floor.busyUntil(machine);
            firstSlots.put(machine.index(), next);
            for (int slot = 0; slot < machine.slots(); slot++, next++) {
                workers[next] = machine;
                numbers[next] = slot;
                shop.reach(next, machine.shards()).speed(next, 1 / floor.costs().slowness(machine.index()));
                if (slot < busy.length) {
                    shop.machineFrom(next, Math.max(0, busy[slot] - now));
                }
            }
        }
        int[] epochs = jobs.stream().mapToInt(Job::epoch).distinct().sorted().toArray();
        for (int trial = 0; trial < jobs.size(); trial++) {
            Job job = jobs.get(trial);
            double unit = job.unitNanos();
            int behind = epochs[epochs.length - 1] - job.epoch();
            shop.nanos(trial, unit)
                    .rank(trial, Arrays.binarySearch(epochs, job.epoch()))
                    .tail(trial, (long) (unit * floor.shards() * behind))
                    .trialFrom(trial, Math.max(0, job.readyAt() - now));
            if (job.route().length > 0) {
                shop.route(trial, job.route());
            } else {
                shop.left(trial, job.left());
            }
            Integer place = firstSlots.get(job.worker());
            if (place != null) {
                shop.at(trial, place);
            }
        }
        return new Problem(now, shop.build(), jobs, workers, numbers);
    }

    /** The trial that a number of the shop stands for, with what is left to it. */
    Job job(int trial) {
        return jobs.get(trial);
    }

    int trials() {
        return jobs.size();
    }

    /** By number of a trial in the study, that in the shop; -1 for one that is not in it. */
    int[] numbers() {
        int[] numbers = new int[1 + jobs.stream().mapToInt(Job::trial).max().orElse(-1)];
        Arrays.fill(numbers, -1);
        for (int trial = 0; trial < jobs.size(); trial++) {
            numbers[jobs.get(trial).trial()] = trial;
        }
        return numbers;
    }

    /** The worker that a machine of the shop is a slot of. */
    Machine worker(int machine) {
        return workers[machine];
    }

    /** The slot's number at its worker. */
    int slot(int machine) {
        return slots[machine];
    }

    int machines() {
        return workers.length;
    }
}
