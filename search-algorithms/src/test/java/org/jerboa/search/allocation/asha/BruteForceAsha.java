package org.jerboa.search.allocation.asha;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/**
 * The promotion rule of ASHA with one bracket, done again from all reports at every question: nothing is kept but what each
 * trial reported, who failed, and who went up from where.
 */
final class BruteForceAsha {

    private final int[] milestones;
    private final int eta;
    private final int trials;
    private final Map<Integer, List<Double>> losses = new TreeMap<>();
    private final Set<Integer> gone = new TreeSet<>();
    private final Set<Integer> training = new TreeSet<>();

    /** How many rungs a trial has gone up. */
    private final Map<Integer, Integer> level = new TreeMap<>();

    BruteForceAsha(int eta, int trials, int... milestones) {
        this.milestones = milestones;
        this.eta = eta;
        this.trials = trials;
    }

    /** The answer, in words. */
    List<String> answer(List<TrialEvent> told, Searcher.Ask ask) {
        List<String> answer = new ArrayList<>();
        List<Integer> reported = new ArrayList<>();
        for (TrialEvent event : told) {
            training.remove(event.trial());
            if (event instanceof TrialEvent.EpochFinished epoch) {
                double loss = epoch.metrics().get("loss");
                losses.get(event.trial()).add(Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
                reported.add(event.trial());
            } else {
                gone.add(event.trial());
            }
        }
        int room = ask.wanted();
        for (int trial : reported) {
            int depth = losses.get(trial).size();
            if (gone.contains(trial)) {
                continue;
            }
            if (depth == milestones[milestones.length - 1]) {
                answer.add("complete " + trial);
                level.merge(trial, 1, Integer::sum);
            } else if (depth != milestones[level.get(trial)]) {
                answer.add("train " + trial);
                training.add(trial);
                room--;
            }
        }
        while (room > 0 || training.isEmpty() || losses.size() == trials) {
            int up = promotable();
            if (up >= 0) {
                answer.add("train " + up);
                level.merge(up, 1, Integer::sum);
                training.add(up);
            } else if (losses.size() < trials) {
                int next = losses.size();
                answer.add("start " + next);
                losses.put(next, new ArrayList<>());
                level.put(next, 0);
                training.add(next);
            } else {
                return answer;
            }
            room--;
        }
        return answer;
    }

    private int promotable() {
        for (int rung = milestones.length - 2; rung >= 0; rung--) {
            int up = best(rung, count(rung) / eta);
            if (up >= 0) {
                return up;
            }
        }
        for (int rung = 0; rung < milestones.length - 1 && losses.size() == trials; rung++) {
            int last = rung;
            if (training.stream().anyMatch(trial -> level.get(trial) <= last)) {
                return -1;
            }
            int up = best(rung, 1);
            if (up >= 0) {
                return up;
            }
        }
        return -1;
    }

    /** All that came to a rung, or were on their way to it or past it when they were lost. */
    private int count(int rung) {
        return (int) losses.keySet().stream()
                .filter(trial -> losses.get(trial).size() >= milestones[rung]
                        || (gone.contains(trial) && level.get(trial) >= rung))
                .count();
    }

    private int best(int rung, int places) {
        return losses.keySet().stream()
                .filter(trial -> !gone.contains(trial) && losses.get(trial).size() >= milestones[rung])
                .sorted(Comparator.<Integer>comparingDouble(
                                trial -> losses.get(trial).get(milestones[rung] - 1))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(places)
                .filter(trial -> level.get(trial) == rung)
                .findFirst()
                .orElse(-1);
    }
}
