package org.jerboa.testkit.functions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jspecify.annotations.Nullable;

/** One playing of a {@link FunctionStudy}: slots, the trials in them, and the searcher that is told and asked. */
final class FunctionPlay {

    /** A search without a limit of epochs that went on for so long has no end. */
    private static final int ENDLESS = 10_000_000;

    private final FunctionStudy study;
    private final SearchAlgorithm algorithm;
    private final Searcher searcher;
    private final List<FunctionTrial> trials = new ArrayList<>();
    private final List<FunctionRun.Epoch> epochs = new ArrayList<>();

    /** Trials that are to train an epoch and have no slot. */
    private final Deque<FunctionTrial> waiting = new ArrayDeque<>();

    private final PriorityQueue<Busy> busy =
            new PriorityQueue<>(Comparator.comparingDouble(Busy::end).thenComparingLong(Busy::order));

    private long begun;
    private double clock;

    /** A slot in which a trial trains an epoch. Of those that end together the one that began first is told first. */
    private record Busy(double end, long order, FunctionTrial trial) {}

    FunctionPlay(FunctionStudy study, SearchAlgorithm algorithm, Searcher searcher) {
        this.study = study;
        this.algorithm = algorithm;
        this.searcher = searcher;
        if (searcher.actsInsideEpochs()) {
            throw new IllegalArgumentException(algorithm.describe()
                    + " acts inside epochs, and a function has nothing to see there; set it to act between them");
        }
    }

    FunctionRun run() {
        ask(null);
        fill();
        while (!busy.isEmpty() && epochs.size() < study.epochs()) {
            if (epochs.size() >= ENDLESS) {
                throw fault("it has not ended after " + ENDLESS + " epochs; limit them with epochs(n)");
            }
            Busy next = busy.remove();
            clock = next.end();
            finish(next.trial());
            ask(next.trial());
            fill();
        }
        List<Configuration> configurations =
                trials.stream().map(trial -> trial.configuration).toList();
        return new FunctionRun(study.function(), configurations, epochs, clock);
    }

    private void fill() {
        while (busy.size() < study.slots() && !waiting.isEmpty()) {
            FunctionTrial trial = waiting.remove();
            double duration = study.isUneven() ? trial.duration() : 1;
            busy.add(new Busy(clock + duration, begun++, trial));
        }
    }

    private void finish(FunctionTrial trial) {
        double loss = trial.finishEpoch();
        epochs.add(new FunctionRun.Epoch(trial.number, trial.position, loss));
        Map<String, Double> metrics = Map.of(FunctionStudy.METRIC, loss, "trainingLoss", loss);
        searcher.tell(new TrialEvent.EpochFinished(trial.number, trial.epochs - 1, metrics));
        if (trial.diverged) {
            searcher.tell(new TrialEvent.Failed(trial.number, true));
        }
    }

    /** @param freed the trial whose slot is free now; it goes before those that wait, if it is to train on */
    private void ask(@Nullable FunctionTrial freed) {
        int allowed = study.trials() - trials.size();
        int wanted = Math.min(allowed, Math.max(0, study.slots() - busy.size() - waiting.size()));
        List<Decision> answer = searcher.ask(new Searcher.Ask(trials.size(), wanted, allowed));
        answer.forEach(decision -> carryOut(decision, freed));
        if (trials.size() > study.trials()) {
            throw fault("it started " + trials.size() + " trials where " + study.trials() + " are allowed");
        }
    }

    private void carryOut(Decision decision, @Nullable FunctionTrial freed) {
        if (decision instanceof Decision.Start start) {
            begin(start.configuration(), 0);
        } else if (decision instanceof Decision.Clone clone) {
            FunctionTrial parent = existing(clone.parent(), decision);
            require(parent.epochs > 0 && !parent.diverged, decision, parent + " has nothing to clone");
            begin(clone.configuration(), parent.inheritedBy(clone.configuration()));
        } else if (decision instanceof Decision.Train train) {
            train(live(train.trial(), decision), decision, freed);
        } else if (decision instanceof Decision.Complete complete) {
            FunctionTrial trial = live(complete.trial(), decision);
            require(!trial.training, decision, trial + " is in the middle of an epoch");
            trial.ended = true;
        } else if (decision instanceof Decision.Stop stop) {
            stop(live(stop.trial(), decision));
        } else {
            throw fault(decision + " is for searchers that act inside epochs");
        }
    }

    private void begin(Configuration configuration, int position) {
        study.function().space().validate(configuration);
        FunctionTrial trial = new FunctionTrial(study.function(), study.seed(), trials.size(), configuration, position);
        trials.add(trial);
        waiting.addLast(trial);
    }

    private void train(FunctionTrial trial, Decision decision, @Nullable FunctionTrial freed) {
        require(!trial.training, decision, trial + " is in training already");
        trial.training = true;
        if (trial == freed) {
            waiting.addFirst(trial);
        } else {
            waiting.addLast(trial);
        }
    }

    private void stop(FunctionTrial trial) {
        trial.ended = true;
        if (trial.training) {
            trial.training = false;
            waiting.remove(trial);
            busy.removeIf(slot -> slot.trial() == trial);
        }
    }

    private FunctionTrial live(int number, Decision decision) {
        FunctionTrial trial = existing(number, decision);
        require(!trial.ended && !trial.diverged, decision, trial + " has ended");
        return trial;
    }

    private FunctionTrial existing(int number, Decision decision) {
        require(number >= 0 && number < trials.size(), decision, "there are " + trials.size() + " trials");
        return trials.get(number);
    }

    private void require(boolean holds, Decision decision, String otherwise) {
        if (!holds) {
            throw fault(decision + " cannot be: " + otherwise);
        }
    }

    private IllegalStateException fault(String what) {
        return new IllegalStateException(
                algorithm.describe() + " on " + study.function() + " with seed " + study.seed() + ": " + what);
    }
}
