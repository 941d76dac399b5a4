package org.jerboa.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/**
 * Starts given configurations in their order and trains each for its epochs, whatever its metrics. Trials added by the
 * study's user get the same budget.
 *
 * <p>All configurations are started by the first answer, up to {@value #MAX_LIVE} trials in training; beyond that, one
 * starts whenever another ends. Results and the number of workers have no influence on which trials there are.
 */
final class OneShotSearcher implements Searcher {

    /** Keeps the checkpoints of a search over a large space from filling the disk, and an answer from filling memory. */
    static final int MAX_LIVE = 1024;

    private final Candidates candidates;
    private final EpochBudget budget;

    /** The trials in training. */
    private final Map<Integer, Grant> live = new HashMap<>();

    /** What follows from the events since the last answer, by trial, in the order of the events. */
    private final Map<Integer, Decision> due = new LinkedHashMap<>();

    /** Epochs that the trials known so far have had or are to have. */
    private long granted;

    /** A trial's epochs: how many it is to have, and how many it has had. */
    private static final class Grant {
        private final int epochs;
        private int finished;

        Grant(int epochs) {
            this.epochs = epochs;
        }
    }

    OneShotSearcher(Candidates candidates, EpochBudget budget) {
        this.candidates = candidates;
        this.budget = budget;
    }

    @Override
    public List<Decision> ask(Ask ask) {
        List<Decision> answer = new ArrayList<>(due.values());
        due.clear();
        int trial = ask.nextTrial();
        while (live.size() < MAX_LIVE && candidates.hasNext() && trial - ask.nextTrial() < ask.allowed()) {
            Configuration configuration = candidates.next();
            grant(trial++, configuration);
            answer.add(new Decision.Start(configuration));
        }
        return answer;
    }

    @Override
    public void tell(TrialEvent event) {
        if (event instanceof TrialEvent.EpochFinished epoch) {
            epochFinished(epoch.trial(), epoch.epoch() + 1);
        } else if (event instanceof TrialEvent.Added added) {
            grant(added.trial(), added.configuration());
        } else if (event instanceof TrialEvent.Failed || event instanceof TrialEvent.Ended) {
            drop(event.trial());
        }
    }

    @Override
    public OptionalLong plannedEpochs() {
        long remaining = candidates.remaining();
        if (remaining == 0) {
            return OptionalLong.of(granted);
        }
        if (budget.fixed().isEmpty() || remaining > Integer.MAX_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(granted + remaining * budget.fixed().getAsInt());
    }

    private void grant(int trial, Configuration configuration) {
        Grant grant = new Grant(budget.epochsOf(configuration));
        live.put(trial, grant);
        granted += grant.epochs;
    }

    private void epochFinished(int trial, int finished) {
        Grant grant = live.get(trial);
        if (grant == null) {
            // Ended from outside while the report of its epoch was on the way.
            return;
        }
        grant.finished = finished;
        if (finished < grant.epochs) {
            due.put(trial, new Decision.Train(trial));
        } else {
            live.remove(trial);
            due.put(trial, new Decision.Complete(trial));
        }
    }

    private void drop(int trial) {
        due.remove(trial);
        Grant grant = live.remove(trial);
        if (grant != null) {
            granted -= grant.epochs - grant.finished;
        }
    }
}
