package org.jerboa.mop.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Gives a free slot the first trial of a list that it can serve; no slot waits while there is one. The lowest epoch goes
 * first whatever the order: there is no barrier between epochs, but a costly trial must not run epochs ahead while
 * cheap ones wait for their first result.
 */
public final class ListScheduler implements Scheduler {

    private final TreeSet<Entry> all = new TreeSet<>(Entry.ORDER);

    /** Those that can go to one shard only, by shard. */
    private final List<TreeSet<Entry>> byShard = new ArrayList<>();

    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Priority priority;
    private int choosing;

    private ListScheduler(Priority priority) {
        this.priority = priority;
    }

    /**
     * The trial with the most training time left in its epoch goes first (LRTF: Cerebro, PVLDB 13(11) 2020, section
     * 5). One that was not measured yet is taken to be long, so that it is measured soon.
     */
    public static ListScheduler longestRemaining() {
        return new ListScheduler(Candidate::remainingNanos);
    }

    /** Any trial, at random: the scheduler that the Cerebro paper settles for. */
    public static ListScheduler randomised(RandomGenerator random) {
        return new ListScheduler(candidate -> random.nextDouble());
    }

    @Override
    public void add(Candidate candidate) {
        Entry entry = new Entry(candidate, priority.of(candidate));
        entries.put(candidate.trial(), entry);
        all.add(entry);
        if (candidate.only() >= 0) {
            while (byShard.size() <= candidate.only()) {
                byShard.add(new TreeSet<>(Entry.ORDER));
            }
            byShard.get(candidate.only()).add(entry);
        } else {
            choosing++;
        }
    }

    @Override
    public void remove(Candidate candidate) {
        Entry entry = entries.remove(candidate.trial());
        if (entry == null) {
            throw new IllegalStateException(candidate + " was not waiting for a worker");
        }
        all.remove(entry);
        if (candidate.only() >= 0) {
            byShard.get(candidate.only()).remove(entry);
        } else {
            choosing--;
        }
    }

    @Override
    public Optional<Assignment> next(Machine machine) {
        return choosing > 0 ? nextOfAll(machine) : nextOfShards(machine);
    }

    private Optional<Assignment> nextOfAll(Machine machine) {
        return first(machine, candidate -> true, Integer.MAX_VALUE);
    }

    /** The first of the list that the machine can serve and that may be taken, among so many. */
    Optional<Assignment> first(Machine machine, Predicate<Candidate> allowed, int most) {
        int seen = 0;
        for (Entry entry : all) {
            int shard = entry.candidate.shardOn(machine);
            if (shard >= 0 && allowed.test(entry.candidate)) {
                return Optional.of(new Assignment(entry.candidate, shard));
            }
            if (++seen == most) {
                break;
            }
        }
        return Optional.empty();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The lowest epoch of any trial in the list; the highest number there is if it is empty. */
    int lowestEpoch() {
        return all.isEmpty() ? Integer.MAX_VALUE : all.first().candidate.epoch();
    }

    private Optional<Assignment> nextOfShards(Machine machine) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Candidate first = all.first().candidate;
        if (machine.reaches(first.only())) {
            return Optional.of(new Assignment(first, first.only()));
        }
        Entry best = null;
        for (int shard : machine.scarceFirst()) {
            if (shard < byShard.size() && !byShard.get(shard).isEmpty()) {
                Entry head = byShard.get(shard).first();
                best = best == null || Entry.ORDER.compare(head, best) < 0 ? head : best;
            }
        }
        return Optional.ofNullable(best).map(entry -> new Assignment(entry.candidate, entry.candidate.only()));
    }

    /** What sorts the trials of an epoch, the highest first; asked once for each candidate. */
    @FunctionalInterface
    private interface Priority {
        double of(Candidate candidate);
    }

    private record Entry(Candidate candidate, double priority) {

        private static final Comparator<Entry> ORDER = Entry::compare;

        private static int compare(Entry one, Entry other) {
            int byEpoch = Integer.compare(one.candidate.epoch(), other.candidate.epoch());
            if (byEpoch != 0) {
                return byEpoch;
            }
            int byPriority = Double.compare(other.priority, one.priority);
            return byPriority != 0 ? byPriority : Integer.compare(one.candidate.trial(), other.candidate.trial());
        }
    }
}
