package org.jerboa.testkit.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.TrialEvent;

/**
 * Plays the executor for as long as one likes, and itself forgets all trials that have ended: what the study comes to hold is the
 * searcher's. Trials finish their epochs in a random order, now and then one fails, now and then there is a question though
 * nothing has happened. When no trial is in training a user adds one, so that no study ends. Not thread-safe.
 */
public final class LongStudy {

    private static final String METRIC = "measure";

    private static final int SLOTS = 4;

    /** Odds of a failure, and of a question for nothing. */
    private static final int ONE_IN = 20;

    private final String algorithm;
    private final SearchSpace space;
    private final Searcher searcher;
    private final RandomGenerator chance = RandomStreams.stream(3, "long study");
    private final Map<Integer, Live> live = new HashMap<>();
    private final List<Integer> training = new ArrayList<>();
    private int trials;
    private long epochs;
    private int questions;

    private static final class Live {

        private final double quality;
        private int epochs;

        Live(double quality) {
            this.quality = quality;
        }
    }

    LongStudy(SearchAlgorithm algorithm, SearchSpace space, long seed) {
        this.algorithm = algorithm.describe();
        this.space = space;
        this.searcher = algorithm.start(new SearchProblem(space, List.of(Objective.minimize(METRIC)), seed));
    }

    /** Goes on until so many questions have been asked since its beginning. */
    void playTo(int count) {
        while (questions < count) {
            if (questions > 0 && chance.nextInt(ONE_IN) > 0) {
                happen();
            }
            ask(Math.max(0, 2 * SLOTS - training.size()), Integer.MAX_VALUE);
        }
    }

    /** Asks so often although nothing happens and no trial may be started. */
    void askForNothing(int count) {
        for (int i = 0; i < count; i++) {
            ask(0, 0);
        }
    }

    private void happen() {
        if (training.isEmpty()) {
            int number = trials;
            Configuration configuration = space.sample(
                    name -> RandomStreams.stream(5, "added", number, name).nextDouble());
            begin(configuration);
            searcher.tell(new TrialEvent.Added(number, configuration));
            return;
        }
        Integer trial = training.remove(chance.nextInt(Math.min(SLOTS, training.size())));
        Live running = Objects.requireNonNull(live.get(trial), "trial in training is live");
        if (chance.nextInt(ONE_IN) == 0) {
            live.remove(trial);
            searcher.tell(new TrialEvent.Failed(trial, false));
            return;
        }
        double loss = running.quality + (1 - running.quality) / (2 + running.epochs);
        if (searcher.actsInsideEpochs()) {
            searcher.tell(new TrialEvent.UnitFinished(trial, running.epochs, 0, new TrainingSummary(32, 4, loss)));
        }
        searcher.tell(new TrialEvent.EpochFinished(trial, running.epochs++, Map.of(METRIC, loss)));
        epochs++;
    }

    private void ask(int wanted, int allowed) {
        questions++;
        for (Decision decision : searcher.ask(new Searcher.Ask(trials, wanted, allowed))) {
            if (decision instanceof Decision.Start start) {
                begin(start.configuration());
            } else if (decision instanceof Decision.Clone clone) {
                begin(clone.configuration());
            } else if (decision instanceof Decision.Train train) {
                training.add(train.trial());
            } else if (decision instanceof Decision.Pause pause) {
                training.remove((Integer) pause.trial());
            } else if (decision instanceof Decision.Complete complete) {
                live.remove(complete.trial());
            } else if (decision instanceof Decision.Stop stop) {
                live.remove(stop.trial());
                training.remove((Integer) stop.trial());
            }
        }
    }

    private void begin(Configuration configuration) {
        double distance = 0;
        for (double coordinate : space.encode(configuration)) {
            distance += Double.isNaN(coordinate) ? 0 : Math.abs(coordinate - 0.3);
        }
        live.put(trials, new Live(distance / Math.max(1, space.dimensions())));
        training.add(trials);
        trials++;
    }

    /** Bytes that the searcher holds on to. */
    long held() {
        return Reachable.bytes(searcher);
    }

    int trials() {
        return trials;
    }

    /** Finished epochs, over all trials. */
    long epochs() {
        return epochs;
    }

    @Override
    public String toString() {
        return algorithm + " after " + questions + " questions";
    }
}
