package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @Override
    public Searcher start(SearchProblem problem) {
        List<Decision> decisions = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            decisions.add(new Decision.Start(problem.space().configuration(Map.of(NUMBER, trial))));
        }
        return new OfAllTrials(epochs, decisions);
    }

    @Override
    public String describe() {
        return "all(trials=" + trials + ", epochs=" + epochs + ")";
    }

    private static final class OfAllTrials implements Searcher {

        private final int epochs;
        private List<Decision> decisions;

        OfAllTrials(int epochs, List<Decision> decisions) {
            this.epochs = epochs;
            this.decisions = decisions;
        }

        @Override
        public List<Decision> ask(Ask ask) {
            List<Decision> answer = decisions;
            decisions = new ArrayList<>(1);
            return answer;
        }

        @Override
        public void tell(TrialEvent event) {
            if (event instanceof TrialEvent.EpochFinished finished) {
                boolean more = finished.epoch() + 1 < epochs;
                decisions.add(more ? new Decision.Train(finished.trial()) : new Decision.Complete(finished.trial()));
            }
        }
    }
}
