package org.jerboa.testkit.guide;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

final class WhileImprovingSearcher implements Searcher {

    private final WhileImproving settings;
    private final SearchProblem problem;
    private final Map<Integer, Progress> live = new HashMap<>();
    private final Map<Integer, Decision> due = new LinkedHashMap<>();
    private int drawn;

    /** How a trial in training does. */
    private static final class Progress {
        private double best = Double.NaN;
        private int epochsSince;
    }

    WhileImprovingSearcher(WhileImproving settings, SearchProblem problem) {
        this.settings = settings;
        this.problem = problem;
    }

    @Override
    public List<Decision> ask(Ask ask) {
        List<Decision> answer = new ArrayList<>(due.values());
        due.clear();
        // An empty answer while nothing trains would end the study, whatever the workers can take.
        int starts = live.isEmpty() ? Math.max(1, ask.wanted()) : ask.wanted();
        for (int i = 0; i < starts && drawn < settings.trials(); i++) {
            live.put(ask.nextTrial() + i, new Progress());
            answer.add(new Decision.Start(draw(drawn++)));
        }
        return answer;
    }

    @Override
    public void tell(TrialEvent event) {
        if (event instanceof TrialEvent.EpochFinished finished) {
            decide(finished);
        } else if (event instanceof TrialEvent.Added added) {
            live.put(added.trial(), new Progress());
        } else if (event instanceof TrialEvent.Failed || event instanceof TrialEvent.Ended) {
            live.remove(event.trial());
            due.remove(event.trial());
        }
    }

    private void decide(TrialEvent.EpochFinished finished) {
        int trial = finished.trial();
        Progress progress = live.get(trial);
        if (progress == null) {
            return;
        }
        Objective objective = problem.primary();
        double value = objective.value(finished.metrics());
        boolean improved = objective.direction().isBetter(value, progress.best);
        progress.best = improved ? value : progress.best;
        progress.epochsSince = improved ? 0 : progress.epochsSince + 1;
        if (progress.epochsSince < settings.patience() && finished.epoch() + 1 < settings.maxEpochs()) {
            due.put(trial, new Decision.Train(trial));
        } else {
            live.remove(trial);
            due.put(trial, new Decision.Complete(trial));
        }
    }

    private Configuration draw(int ordinal) {
        return problem.space()
                .sample(name -> RandomStreams.stream(problem.seed(), "whileImproving", ordinal, name)
                        .nextDouble());
    }
}
