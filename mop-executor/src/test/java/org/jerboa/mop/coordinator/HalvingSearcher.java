package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/**
 * An adaptive search that does everything a searcher may: it pauses trials in the middle of their first epoch, until all
 * have come so far; stops the worse half; waits for the others at the end of that epoch; stops all but the best of
 * them, and clones that one; and trains what is left for three epochs each.
 */
final class HalvingSearcher implements Searcher {

    private static final int TRIALS = 6;
    private static final int EPOCHS = 3;

    private enum Where {
        FIRST_HALF,
        PAUSED,
        SECOND_HALF,
        RUNG,
        FREE
    }

    private final Map<Integer, Where> places = new TreeMap<>();
    private final Map<Integer, Double> measures = new TreeMap<>();
    private final List<Decision> due = new ArrayList<>();
    private boolean begun;

    @Override
    public List<Decision> ask(Ask ask) {
        List<Decision> answer = new ArrayList<>(due);
        due.clear();
        int next = ask.nextTrial();
        for (int i = 0; i < TRIALS && !begun; i++) {
            places.put(next++, Where.FIRST_HALF);
            answer.add(new Decision.Start(CoordinatorHarness.configuration(i / (double) TRIALS)));
        }
        begun = true;
        if (!at(Where.PAUSED).isEmpty() && at(Where.FIRST_HALF).isEmpty()) {
            keepBest(Where.PAUSED, Where.SECOND_HALF, (at(Where.PAUSED).size() + 1) / 2, answer);
        }
        if (!at(Where.RUNG).isEmpty()
                && at(Where.FIRST_HALF).isEmpty()
                && at(Where.SECOND_HALF).isEmpty()) {
            int best = keepBest(Where.RUNG, Where.FREE, 1, answer);
            answer.add(new Decision.Clone(best, CoordinatorHarness.configuration(1 / (1.0 + next))));
            places.put(next, Where.FREE);
        }
        return answer;
    }

    private List<Integer> at(Where where) {
        return places.keySet().stream()
                .filter(trial -> places.get(trial) == where)
                .toList();
    }

    private int keepBest(Where from, Where to, int kept, List<Decision> answer) {
        List<Integer> ranked =
                at(from).stream().sorted(Comparator.comparing(measures::get)).toList();
        for (int trial : ranked.subList(0, kept)) {
            places.put(trial, to);
            answer.add(new Decision.Train(trial));
        }
        for (int trial : ranked.subList(kept, ranked.size())) {
            places.remove(trial);
            answer.add(new Decision.Stop(trial));
        }
        return ranked.get(0);
    }

    @Override
    public boolean actsInsideEpochs() {
        return true;
    }

    @Override
    public void tell(TrialEvent event) {
        int trial = event.trial();
        if (event instanceof TrialEvent.Added) {
            places.put(trial, Where.FREE);
        } else if (event instanceof TrialEvent.Failed || event instanceof TrialEvent.Ended) {
            places.remove(trial);
            due.removeIf(decision -> decision.equals(new Decision.Pause(trial))
                    || decision.equals(new Decision.Train(trial))
                    || decision.equals(new Decision.Complete(trial)));
        } else if (event instanceof TrialEvent.UnitFinished unit) {
            if (places.get(trial) == Where.FIRST_HALF && unit.position() == 1) {
                places.put(trial, Where.PAUSED);
                measures.put(trial, unit.training().loss());
                due.add(new Decision.Pause(trial));
            }
        } else if (event instanceof TrialEvent.EpochFinished epoch) {
            epochFinished(epoch);
        }
    }

    private void epochFinished(TrialEvent.EpochFinished epoch) {
        int trial = epoch.trial();
        if (places.get(trial) == Where.SECOND_HALF) {
            places.put(trial, Where.RUNG);
            measures.put(trial, -epoch.metrics().get(CoordinatorHarness.METRIC));
        } else if (places.get(trial) == Where.FREE && epoch.epoch() + 1 < EPOCHS) {
            due.add(new Decision.Train(trial));
        } else {
            places.remove(trial);
            due.add(new Decision.Complete(trial));
        }
    }
}
