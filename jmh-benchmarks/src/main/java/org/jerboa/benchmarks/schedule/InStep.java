package org.jerboa.benchmarks.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/** So many trials for so many epochs, of which none begins before all trials have finished the one before. */
record InStep(int trials, int epochs) implements SearchAlgorithm {

    private static final long serialVersionUID = 1L;

    private static final String NUMBER = "number";

    SearchSpace space() {
        return SearchSpace.of(Parameter.integer(NUMBER, 0, Math.max(1, trials - 1)));
    }

    @Override
    public Searcher start(SearchProblem problem) {
        return new Steps(problem.space());
    }

    @Override
    public String describe() {
        return "inStep(trials=" + trials + ", epochs=" + epochs + ")";
    }

    private final class Steps implements Searcher {

        private final SearchSpace space;
        private final List<Integer> finished = new ArrayList<>();
        private boolean begun;
        private int epoch;

        Steps(SearchSpace space) {
            this.space = space;
        }

        @Override
        public List<Decision> ask(Ask ask) {
            if (!begun) {
                begun = true;
                return IntStream.range(0, trials)
                        .<Decision>mapToObj(trial -> new Decision.Start(space.configuration(Map.of(NUMBER, trial))))
                        .toList();
            }
            if (finished.size() < trials) {
                return List.of();
            }
            boolean last = ++epoch == epochs;
            List<Decision> answer = finished.stream()
                    .<Decision>map(trial -> last ? new Decision.Complete(trial) : new Decision.Train(trial))
                    .toList();
            finished.clear();
            return answer;
        }

        @Override
        public void tell(TrialEvent event) {
            if (event instanceof TrialEvent.EpochFinished) {
                finished.add(event.trial());
            }
        }
    }
}
