package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/** So many trials, all begun at once, of so many epochs each. */
record AllTrials(int trials, int epochs) implements SearchAlgorithm {

    private static final long serialVersionUID = 1L;

    private static final String NUMBER = "number";

    /** With one parameter, the trial's number. */
    static SearchSpace space(int trials) {
        return SearchSpace.of(Parameter.integer(NUMBER, 0, Math.max(1, trials - 1)));
    }

    /** Those that are of the problem's space: all, unless the study's user has narrowed it. */
    @Override
    public Searcher start(SearchProblem problem) {
        SearchSpace whole = space(trials);
        boolean narrowed = !problem.space().equals(whole);
        List<Decision> starts = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            Configuration configuration = whole.configuration(Map.of(NUMBER, trial));
            if (!narrowed || problem.space().contains(configuration)) {
                starts.add(new Decision.Start(configuration));
            }
        }
        return new OfAllTrials(epochs, starts);
    }

    @Override
    public String describe() {
        return "all(trials=" + trials + ", epochs=" + epochs + ")";
    }

    private static final class OfAllTrials implements Searcher {

        private final int epochs;
        private final List<Decision> starts;

        /** What follows from the events since the last answer, by trial. */
        private final Map<Integer, Decision> due = new LinkedHashMap<>();

        OfAllTrials(int epochs, List<Decision> starts) {
            this.epochs = epochs;
            this.starts = starts;
        }

        @Override
        public List<Decision> ask(Ask ask) {
            List<Decision> answer = new ArrayList<>(due.values());
            answer.addAll(starts);
            due.clear();
            starts.clear();
            return answer;
        }

        @Override
        public void tell(TrialEvent event) {
            if (event instanceof TrialEvent.EpochFinished finished) {
                int trial = finished.trial();
                boolean more = finished.epoch() + 1 < epochs;
                due.put(trial, more ? new Decision.Train(trial) : new Decision.Complete(trial));
            } else if (event instanceof TrialEvent.Ended || event instanceof TrialEvent.Failed) {
                due.remove(event.trial());
            }
        }
    }
}
