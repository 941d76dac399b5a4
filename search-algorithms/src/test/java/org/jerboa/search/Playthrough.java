package org.jerboa.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/** Plays the executor for one study: trials finish their epochs in a random order. */
final class Playthrough {

    private final Searcher searcher;
    private final int wanted;
    private final SplittableRandom random;

    /** The configurations of all trials, by number. */
    final Map<Integer, Configuration> trials = new TreeMap<>();

    /** How many epochs each trial has had. */
    final Map<Integer, Integer> epochs = new TreeMap<>();

    final List<Integer> completed = new ArrayList<>();
    int mostInTraining;

    private final List<Integer> training = new ArrayList<>();
    private final Deque<TrialEvent> interruptions = new ArrayDeque<>();

    Playthrough(Searcher searcher, int wanted, long seed) {
        this.searcher = searcher;
        this.wanted = wanted;
        this.random = new SplittableRandom(seed);
    }

    static Playthrough of(SearchAlgorithm algorithm, SearchSpace space, int wanted) {
        Playthrough playthrough = new Playthrough(start(algorithm, space, 5), wanted, 1);
        playthrough.run();
        return playthrough;
    }

    static Searcher start(SearchAlgorithm algorithm, SearchSpace space, long seed) {
        return algorithm.start(new SearchProblem(space, List.of(Objective.minimize("loss")), seed));
    }

    /** The configurations that the first answer starts. */
    static List<Configuration> firstStarts(SearchAlgorithm algorithm, SearchSpace space, long seed) {
        return start(algorithm, space, seed).ask(new Searcher.Ask(0, 1)).stream()
                .map(decision -> ((Decision.Start) decision).configuration())
                .toList();
    }

    /** Told, one each, in place of the next epochs' reports. */
    void interrupt(TrialEvent event) {
        interruptions.add(event);
    }

    void run() {
        ask();
        while (!training.isEmpty()) {
            searcher.tell(interruptions.isEmpty() ? finishAnEpoch() : interruption());
            ask();
        }
    }

    private TrialEvent finishAnEpoch() {
        int trial = training.remove(random.nextInt(training.size()));
        int epoch = epochs.merge(trial, 1, Integer::sum) - 1;
        return new TrialEvent.EpochFinished(trial, epoch, Map.of("loss", random.nextDouble()));
    }

    private TrialEvent interruption() {
        TrialEvent event = interruptions.remove();
        if (event instanceof TrialEvent.Added added) {
            begin(added.trial(), added.configuration());
        } else {
            training.remove((Integer) event.trial());
        }
        return event;
    }

    private void ask() {
        int next = trials.size();
        for (Decision decision : searcher.ask(new Searcher.Ask(next, wanted))) {
            if (decision instanceof Decision.Start start) {
                begin(next++, start.configuration());
            } else if (decision instanceof Decision.Train train) {
                training.add(train.trial());
            } else if (decision instanceof Decision.Complete complete) {
                completed.add(complete.trial());
            } else {
                throw new AssertionError("a one-shot search has no use for " + decision);
            }
        }
        mostInTraining = Math.max(mostInTraining, training.size());
    }

    private void begin(int trial, Configuration configuration) {
        if (trials.putIfAbsent(trial, configuration) != null) {
            throw new AssertionError("trial " + trial + " began twice");
        }
        epochs.put(trial, 0);
        training.add(trial);
    }
}
