package org.jerboa.mop.coordinator;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jerboa.tune.data.Split;

/** Evaluations that wait for a worker, by what they evaluate over; of the oldest epoch first, then by trial. */
final class Evaluations {

    private final Map<Over, TreeSet<Waiting>> waiting = new LinkedHashMap<>();

    private record Over(Split split, int shard) {}

    private record Waiting(int epoch, int trial) implements Comparable<Waiting> {

        private static final Comparator<Waiting> ORDER =
                Comparator.comparingInt(Waiting::epoch).thenComparingInt(Waiting::trial);

        @Override
        public int compareTo(Waiting other) {
            return ORDER.compare(this, other);
        }
    }

    void add(int trial, Work work) {
        waiting.computeIfAbsent(new Over(work.split(), work.shard()), over -> new TreeSet<>())
                .add(new Waiting(work.epoch(), trial));
    }

    void remove(int trial, Work work) {
        Over over = new Over(work.split(), work.shard());
        TreeSet<Waiting> there = waiting.get(over);
        if (there != null && there.remove(new Waiting(work.epoch(), trial)) && there.isEmpty()) {
            waiting.remove(over);
        }
    }

    /** The trial to be evaluated next of those that a worker holds the data for. */
    Optional<Integer> firstFor(Workers.Worker worker) {
        Waiting best = null;
        for (Map.Entry<Over, TreeSet<Waiting>> entry : waiting.entrySet()) {
            Over over = entry.getKey();
            if (worker.holds(over.split, over.shard)) {
                Waiting first = entry.getValue().first();
                best = best == null || first.compareTo(best) < 0 ? first : best;
            }
        }
        return Optional.ofNullable(best).map(Waiting::trial);
    }
}
