package org.jerboa.mop.simulator;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jerboa.mop.simulator.SimulatedWorkers.Presence;
import org.jerboa.tune.study.Trial;

/**
 * What no schedule of what was trained can beat: the longest trial on the fastest worker; all work on all workers, from when
 * to when they were there; and, if no worker joined or left, for each worker the visits to shards that it alone holds. Hops
 * and evaluation come on top, and so does what was trained again, or in vain.
 */
final class LowerBound {

    private final Workload work;
    private final List<Trial> trials;
    private final boolean changes;
    private final Collection<Presence> presences;

    /**
     * @param changes whether workers join or leave; replacements for those that were lost are no change
     * @param presences of all workers, those that were lost included
     */
    LowerBound(Workload work, List<Trial> trials, boolean changes, Collection<Presence> presences) {
        this.work = work;
        this.trials = trials;
        this.changes = changes;
        this.presences = presences;
    }

    double seconds() {
        double all = trials.stream().mapToDouble(this::training).sum();
        double longest = trials.stream().mapToDouble(this::training).max().orElse(0);
        double fastest = presences.stream()
                .mapToDouble(there -> there.kind().speed())
                .max()
                .orElse(1);
        double bound = Math.max(longest / fastest, together(all));
        return changes ? bound : Math.max(bound, alone(all));
    }

    /** Training of the epochs that a trial finished, on a worker of speed 1. */
    private double training(Trial trial) {
        int load = trial.id() % work.trials().size();
        return work.trials().get(load).epochSeconds() * trial.epochs().size();
    }

    /** When all workers together could have done it. */
    private double together(double all) {
        if (!changes) {
            return all / work.workers().stream().mapToDouble(LowerBound::power).sum();
        }
        TreeSet<Double> times = new TreeSet<>();
        presences.forEach(there -> times.add(there.from()));
        presences.forEach(there -> times.add(there.to()));
        double left = all;
        double now = 0;
        for (double next : times) {
            double from = now;
            double power = presences.stream()
                    .filter(there -> there.from() <= from && there.to() > from)
                    .mapToDouble(there -> power(there.kind()))
                    .sum();
            if (left <= power * (next - now)) {
                return now + left / power;
            }
            left -= power * (next - now);
            now = next;
        }
        return now;
    }

    private double alone(double all) {
        int[] alone = new int[work.workers().size()];
        for (int shard = 0; shard < work.shards(); shard++) {
            List<Integer> places = work.placesOf(shard);
            if (places.size() == 1) {
                alone[places.get(0)]++;
            }
        }
        double bound = 0;
        for (int place = 0; place < alone.length; place++) {
            double visits = all * alone[place] / work.shards();
            bound = Math.max(bound, visits / power(work.workers().get(place)));
        }
        return bound;
    }

    private static double power(SimulatedWorker worker) {
        return worker.speed() * worker.slots();
    }
}
