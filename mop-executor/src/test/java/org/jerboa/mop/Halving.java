package org.jerboa.mop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jerboa.search.RandomSearch;
import org.jerboa.tune.metric.Direction;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/**
 * Synchronous successive halving: after every few epochs it waits for all trials, stops the worse half, and clones the best
 * one with half its learning rate if it is told to. What it decides does not depend on who reports first.
 */
record Halving(int trials, int epochs, int rungs, boolean clones) implements SearchAlgorithm {

    @Override
    public Searcher start(SearchProblem problem) {
        return new Rungs(problem);
    }

    @Override
    public String describe() {
        return "halving(trials=" + trials + ", epochs=" + epochs + ", rungs=" + rungs + ", clones=" + clones + ")";
    }

    private final class Rungs implements Searcher {

        private final SearchProblem problem;
        private final Map<Integer, Configuration> configurations = new TreeMap<>();
        private final Map<Integer, Double> values = new TreeMap<>();

        /** Epochs that each trial has yet to finish before the rung's end. */
        private final Map<Integer, Integer> left = new TreeMap<>();

        private final List<Decision> due = new ArrayList<>();
        private int rung;

        Rungs(SearchProblem problem) {
            this.problem = problem;
        }

        @Override
        public List<Decision> ask(Ask ask) {
            List<Decision> answer = new ArrayList<>(due);
            due.clear();
            if (configurations.isEmpty()) {
                begin(ask, answer);
            } else if (!left.isEmpty() && left.values().stream().allMatch(epochs -> epochs == 0)) {
                endRung(ask, answer);
            }
            return answer;
        }

        private void begin(Ask ask, List<Decision> answer) {
            for (Decision start :
                    RandomSearch.trials(trials).epochs(1).start(problem).ask(ask)) {
                enter(ask.nextTrial() + answer.size(), ((Decision.Start) start).configuration());
                answer.add(start);
            }
        }

        private void enter(int trial, Configuration configuration) {
            configurations.put(trial, configuration);
            left.put(trial, epochs);
        }

        private void endRung(Ask ask, List<Decision> answer) {
            Direction direction = problem.primary().direction();
            List<Integer> ranked = new ArrayList<>(left.keySet());
            ranked.sort(Comparator.comparing((Integer trial) -> values.get(trial), direction::compare)
                    .thenComparing(Comparator.naturalOrder()));
            left.clear();
            rung++;
            if (rung == rungs) {
                ranked.forEach(trial -> answer.add(new Decision.Complete(trial)));
                return;
            }
            int kept = (ranked.size() + 1) / 2;
            ranked.subList(kept, ranked.size()).forEach(trial -> answer.add(new Decision.Stop(trial)));
            for (int trial : ranked.subList(0, kept)) {
                left.put(trial, epochs);
                answer.add(new Decision.Train(trial));
            }
            if (clones) {
                int parent = ranked.get(0);
                Configuration configuration = configurations.get(parent);
                double rate = Math.max(1e-3, configuration.getDouble("learningRate") / 2);
                Configuration changed = problem.space().change(configuration, Map.of("learningRate", rate));
                answer.add(new Decision.Clone(parent, changed));
                enter(ask.nextTrial(), changed);
            }
        }

        @Override
        public void tell(TrialEvent event) {
            if (event instanceof TrialEvent.EpochFinished epoch) {
                int trial = epoch.trial();
                values.put(trial, problem.primary().value(epoch.metrics()));
                if (left.merge(trial, -1, Integer::sum) > 0) {
                    due.add(new Decision.Train(trial));
                }
            }
        }
    }
}
