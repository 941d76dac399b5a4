package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/**
 * Synchronous successive halving with clones: after every few epochs it waits for all trials, stops the worse half and
 * clones the best one with its weights. What it decides does not depend on who reports first. Trials that end on the way,
 * or are added, make its rungs smaller or larger.
 */
record SimulatedHalving(int trials, int epochs, int rungs) implements SearchAlgorithm {

    private static final long serialVersionUID = 1L;

    static final SearchSpace SPACE = SearchSpace.of(Parameter.real("x", 0, 1));

    static Configuration configuration(double x) {
        return SPACE.configuration(Map.of("x", x));
    }

    @Override
    public Searcher start(SearchProblem problem) {
        return new Rungs(problem);
    }

    @Override
    public String describe() {
        return "halving(trials=" + trials + ", epochs=" + epochs + ", rungs=" + rungs + ")";
    }

    private final class Rungs implements Searcher {

        private final SearchProblem problem;
        private final RandomGenerator random;

        /** The losses of the trials that are in, and epochs that each has yet to finish before the rung's end. */
        private final Map<Integer, Double> losses = new TreeMap<>();

        private final Map<Integer, Integer> left = new TreeMap<>();
        private final Map<Integer, Decision> due = new LinkedHashMap<>();
        private int rung;
        private boolean begun;

        Rungs(SearchProblem problem) {
            this.problem = problem;
            this.random = RandomStreams.stream(problem.seed(), "halving");
        }

        @Override
        public List<Decision> ask(Ask ask) {
            List<Decision> answer = new ArrayList<>(due.values());
            due.clear();
            if (!begun) {
                begun = true;
                for (int i = 0; i < trials; i++) {
                    left.put(ask.nextTrial() + i, epochs);
                    answer.add(new Decision.Start(problem.space().sample(name -> random.nextDouble())));
                }
            } else if (!left.isEmpty() && left.values().stream().allMatch(more -> more <= 0)) {
                endRung(ask, answer);
            }
            return answer;
        }

        private void endRung(Ask ask, List<Decision> answer) {
            List<Integer> ranked = new ArrayList<>(left.keySet());
            ranked.sort(Comparator.comparing((Integer trial) -> losses.getOrDefault(trial, Double.MAX_VALUE))
                    .thenComparing(Comparator.naturalOrder()));
            left.clear();
            rung++;
            if (rung >= rungs) {
                ranked.forEach(trial -> answer.add(new Decision.Complete(trial)));
                return;
            }
            int kept = (ranked.size() + 1) / 2;
            // the clone first: of a trial that has ended only the best epoch would be left
            answer.add(new Decision.Clone(ranked.get(0), problem.space().sample(name -> random.nextDouble())));
            left.put(ask.nextTrial(), epochs);
            ranked.subList(kept, ranked.size()).forEach(trial -> answer.add(new Decision.Stop(trial)));
            for (int trial : ranked.subList(0, kept)) {
                left.put(trial, epochs);
                answer.add(new Decision.Train(trial));
            }
        }

        @Override
        public void tell(TrialEvent event) {
            int trial = event.trial();
            if (event instanceof TrialEvent.EpochFinished epoch) {
                losses.put(trial, problem.primary().value(epoch.metrics()));
                if (left.merge(trial, -1, Integer::sum) > 0) {
                    due.put(trial, new Decision.Train(trial));
                } else {
                    due.remove(trial);
                }
            } else if (event instanceof TrialEvent.Added) {
                left.put(trial, epochs);
            } else if (event instanceof TrialEvent.Failed || event instanceof TrialEvent.Ended) {
                left.remove(trial);
                due.remove(trial);
            }
        }
    }
}
