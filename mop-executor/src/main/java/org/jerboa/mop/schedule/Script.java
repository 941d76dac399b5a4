package org.jerboa.mop.schedule;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jerboa.mop.plan.Order;
import org.jerboa.mop.plan.Plan;

/**
 * A plan in force: which of its steps are still to come, worker by worker and trial by trial. Slots of one worker share
 * their steps. Looking at the next step of a worker or a trial takes constant time; so does passing a step, on average. Finding
 * the step of a visit counts the shards before it, 64 at a time. Takes 16 bytes a unit beside the plan.
 */
final class Script {

    static final int NONE = -1;

    private final Plan plan;
    private final Problem problem;

    /** Steps by worker, each worker's in the order of their times. */
    private final int[] steps;

    private final int[] head;
    private final int[] end;

    /** By step, the next one of the same trial; a trial's first one that is to come. */
    private final int[] following;

    private final int[] first;

    /** Steps by trial, each trial's in the order of the numbers of their shards; and where those of each begin. */
    private final int[] visits;

    private final int[] visitsOf;
    private final BitSet passed;

    /** By number of a trial in the study, that in the problem. */
    private final int[] numbers;

    /** By number of a trial in the problem, that in the study, and the epoch. */
    private final int[] trials;

    private final int[] epochs;

    private int left;

    Script(Plan plan, Problem problem) {
        this.plan = plan;
        this.problem = problem;
        left = plan.units();
        passed = new BitSet(left);
        following = new int[left];
        first = new int[problem.trials()];
        chain();
        visitsOf = new int[problem.trials() + 1];
        visits = sortByTrial();
        int workers = 0;
        for (int machine = 0; machine < problem.machines(); machine++) {
            workers = Math.max(workers, problem.worker(machine).index() + 1);
        }
        head = new int[workers];
        end = new int[workers];
        steps = new int[left];
        sortByWorker();
        numbers = problem.numbers();
        trials = new int[problem.trials()];
        epochs = new int[problem.trials()];
        Arrays.setAll(trials, number -> problem.job(number).trial());
        Arrays.setAll(epochs, number -> problem.job(number).epoch());
    }

    private void chain() {
        int[] last = new int[first.length];
        Arrays.fill(last, NONE);
        Arrays.fill(first, NONE);
        for (int step = 0; step < left; step++) {
            int trial = plan.trial(step);
            following[step] = NONE;
            if (last[trial] == NONE) {
                first[trial] = step;
            } else {
                following[last[trial]] = step;
            }
            last[trial] = step;
        }
    }

    /** By shard, and then by trial without disturbing that order. */
    private int[] sortByTrial() {
        int[] end = new int[problem.shop.shards()];
        for (int step = 0; step < left; step++) {
            end[plan.shard(step)]++;
            visitsOf[plan.trial(step) + 1]++;
        }
        sum(end);
        sum(visitsOf);
        int[] byShard = new int[left];
        for (int step = 0; step < left; step++) {
            byShard[--end[plan.shard(step)]] = step;
        }
        int[] next = visitsOf.clone();
        int[] byTrial = new int[left];
        for (int step : byShard) {
            byTrial[next[plan.trial(step)]++] = step;
        }
        return byTrial;
    }

    /** In place of each count, that of all up to it. */
    private static void sum(int[] counts) {
        for (int i = 1; i < counts.length; i++) {
            counts[i] += counts[i - 1];
        }
    }

    private void sortByWorker() {
        for (int step = 0; step < left; step++) {
            end[worker(step)]++;
        }
        int sum = 0;
        for (int worker = 0; worker < end.length; worker++) {
            head[worker] = sum;
            sum += end[worker];
            end[worker] = head[worker];
        }
        for (int step = 0; step < left; step++) {
            steps[end[worker(step)]++] = step;
        }
        for (int machine = 0; machine < problem.machines(); machine++) {
            Machine worker = problem.worker(machine);
            if (problem.slot(machine) == 0 && worker.slots() > 1) {
                mergeSlots(head[worker.index()], end[worker.index()]);
            }
        }
    }

    private void mergeSlots(int from, int to) {
        Integer[] merged = new Integer[to - from];
        Arrays.setAll(merged, i -> steps[from + i]);
        Arrays.sort(merged, (a, b) -> Long.compare(plan.start(a), plan.start(b)));
        for (int i = 0; i < merged.length; i++) {
            steps[from + i] = merged[i];
        }
    }

    // --- looking

    /** The worker's first step to come. */
    int next(Machine worker) {
        int index = worker.index();
        if (index >= head.length) {
            return NONE;
        }
        while (head[index] < end[index] && passed.get(steps[head[index]])) {
            head[index]++;
        }
        return head[index] < end[index] ? steps[head[index]] : NONE;
    }

    /** What the worker has in so many places behind its first step to come; none if that has passed, or nothing is there. */
    int behind(Machine worker, int places) {
        int at = head[worker.index()] + places;
        return at < end[worker.index()] && !passed.get(steps[at]) ? steps[at] : NONE;
    }

    /** How many places there are behind the worker's first step to come. */
    int placesBehind(Machine worker) {
        return worker.index() < head.length ? end[worker.index()] - head[worker.index()] - 1 : 0;
    }

    /** A trial's first step to come. */
    int next(int trial) {
        int number = trial < numbers.length ? numbers[trial] : NONE;
        return number == NONE ? NONE : first[number];
    }

    /** Whether what the trial could do now is in the plan. */
    boolean has(Candidate candidate) {
        int step = next(candidate.trial());
        return step != NONE && fits(step, candidate);
    }

    /** Whether a step is one that its trial could do now. */
    boolean fits(int step, Candidate candidate) {
        return epoch(step) == candidate.epoch() && candidate.mayVisit(shard(step));
    }

    /** The shard that a trial visits if it is given a step on a worker; -1 for none. */
    int shard(int step, Candidate candidate, Machine worker) {
        int planned = plan.shard(step);
        return candidate.mayVisit(planned) && worker.reaches(planned) ? planned : candidate.shardOn(worker);
    }

    int trial(int step) {
        return trials[plan.trial(step)];
    }

    int epoch(int step) {
        return epochs[plan.trial(step)];
    }

    int shard(int step) {
        return plan.shard(step);
    }

    private int worker(int step) {
        return problem.worker(plan.machine(step)).index();
    }

    /** On the study's clock. */
    long start(int step) {
        return problem.now + plan.start(step);
    }

    long duration(int step) {
        return plan.end(step) - plan.start(step);
    }

    // --- changing

    /** The step that a visit of a trial to a shard counts as, be it on another worker; none if it is not planned. */
    int stepOf(int trial, int shard) {
        int number = trial < numbers.length ? numbers[trial] : NONE;
        if (number == NONE) {
            return NONE;
        }
        int next = first[number];
        if (next != NONE && plan.shard(next) == shard) {
            return next;
        }
        if (!problem.job(number).left().get(shard)) {
            return NONE;
        }
        int before = problem.job(number).left().get(0, shard).cardinality();
        int step = visits[visitsOf[number] + before];
        return passed.get(step) ? NONE : step;
    }

    /** A step has been taken. */
    void passed(int step) {
        passed.set(step);
        left--;
        skip(plan.trial(step));
    }

    private void skip(int number) {
        while (first[number] != NONE && passed.get(first[number])) {
            first[number] = following[first[number]];
        }
    }

    /**
     * A trial will not train on; returns whether it was in the middle of an epoch. If not, what it leaves are gaps where its next
     * epoch was taken to come.
     */
    boolean dropped(int trial) {
        int dropped = 0;
        for (int step = next(trial); step != NONE; step = following[step]) {
            if (!passed.get(step)) {
                passed.set(step);
                dropped++;
            }
        }
        left -= dropped;
        if (dropped > 0) {
            first[numbers[trial]] = NONE;
        }
        return dropped > 0 && dropped < problem.shop.shards();
    }

    /** What is to come, as units of another problem; empty if one has units that the other has not. */
    Optional<Order> in(Problem other) {
        if (left != other.shop.units()) {
            return Optional.empty();
        }
        int[] there = other.numbers();
        int[] machines = machinesIn(other);
        Order order = new Order(left);
        for (int step = 0; step < plan.units(); step++) {
            if (passed.get(step)) {
                continue;
            }
            int trial = trial(step) < there.length ? there[trial(step)] : NONE;
            int machine = machines[plan.machine(step)];
            if (trial == NONE
                    || machine == NONE
                    || other.job(trial).epoch() != epoch(step)
                    || !other.job(trial).left().get(shard(step))) {
                return Optional.empty();
            }
            order.add(trial, shard(step), machine);
        }
        return Optional.of(order);
    }

    /** By machine, that of another problem which is the same slot; none if its worker has fewer there. */
    private int[] machinesIn(Problem other) {
        Map<Integer, Integer> firstSlots = new HashMap<>();
        for (int machine = other.machines() - 1; machine >= 0; machine--) {
            firstSlots.put(other.worker(machine).index(), machine);
        }
        int[] machines = new int[problem.machines()];
        for (int machine = 0; machine < machines.length; machine++) {
            Machine worker = problem.worker(machine);
            int firstSlot = firstSlots.getOrDefault(worker.index(), NONE);
            boolean there = firstSlot != NONE
                    && problem.slot(machine) < other.worker(firstSlot).slots();
            machines[machine] = there ? firstSlot + problem.slot(machine) : NONE;
        }
        return machines;
    }
}
