package org.jerboa.testkit.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jerboa.testkit.contract.SimulatedTrial.Status;
import org.jerboa.tune.metric.Direction;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.TrialEvent;

/**
 * Plays the executor for one study, by its protocol and without training anything, and holds the searcher to the protocol.
 * Every call and answer is recorded as a line of text.
 *
 * <p>An {@link AssertionError} says which rule an answer breaks, and shows the lines before it. Not thread-safe.
 */
public final class SearchSimulation {

    private static final int SHOWN_LINES = 12;

    private static final String METRIC = "measure";

    /** Odds of what happens now and then. */
    private static final int ONE_IN = 8;

    private static final Set<Integer> ADD_AT = Set.of(1, 30);

    private final SearchScenario scenario;
    private final String algorithm;
    private final Searcher searcher;
    private final int eventLimit;
    private final RandomGenerator timing;
    private final List<SimulatedTrial> trials = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private boolean begun;
    private int steps;
    private int events;

    SearchSimulation(SearchAlgorithm algorithm, SearchScenario scenario, int eventLimit) {
        this.scenario = scenario;
        this.algorithm = algorithm.describe();
        this.eventLimit = eventLimit;
        this.timing = RandomStreams.stream(scenario.timing(), "timing");
        Objective objective = new Objective(METRIC, scenario.direction());
        this.searcher = algorithm.start(new SearchProblem(scenario.space(), List.of(objective), scenario.seed()));
    }

    /** Plays to the end. */
    SearchSimulation run() {
        boolean more = step();
        while (more) {
            more = step();
        }
        return this;
    }

    /**
     * One thing happens, and the searcher answers.
     *
     * @return whether the study goes on
     */
    boolean step() {
        if (!begun) {
            begun = true;
            ask();
            return isTraining();
        }
        if (!isTraining()) {
            return false;
        }
        steps++;
        if (timing.nextInt(ONE_IN) == 0) {
            ask(); // A worker joined: there is a question, though nothing happened to a trial.
        } else if (scenario.added() && ADD_AT.contains(steps)) {
            add();
        } else if (!endOneAtRest()) {
            List<SimulatedTrial> training = withStatus(Status.TRAINING);
            advance(training.get(timing.nextInt(Math.min(training.size(), scenario.slots()))));
        }
        ask();
        return isTraining();
    }

    private void advance(SimulatedTrial trial) {
        boolean struck = scenario.strikes(trial.number, trial.epochs) && !trial.added;
        if (struck && trial.position == 1 && strikeInTraining(trial)) {
            return;
        }
        if (trial.position == SearchScenario.SHARDS) {
            finishEpoch(trial, struck);
            return;
        }
        if (searcher.actsInsideEpochs()) {
            tell(new TrialEvent.UnitFinished(
                    trial.number, trial.epochs, trial.position, new TrainingSummary(32, 4, trial.loss())));
        }
        trial.position++;
    }

    private boolean endOneAtRest() {
        if (scenario.mishap() != SearchScenario.Mishap.IS_ENDED_AT_REST || timing.nextInt(ONE_IN) != 0) {
            return false;
        }
        for (SimulatedTrial trial : withStatus(Status.WAITING)) {
            if (scenario.strikes(trial.number, trial.epochs - 1) && !trial.added) {
                end(trial, Status.ENDED, new TrialEvent.Ended(trial.number));
                return true;
            }
        }
        return false;
    }

    private boolean strikeInTraining(SimulatedTrial trial) {
        switch (scenario.mishap()) {
            case FAILS -> end(trial, Status.FAILED, new TrialEvent.Failed(trial.number, false));
            case DIVERGES_IN_TRAINING -> end(trial, Status.FAILED, new TrialEvent.Failed(trial.number, true));
            case IS_ENDED_IN_TRAINING -> end(trial, Status.ENDED, new TrialEvent.Ended(trial.number));
            case DIVERGES_IN_VALIDATION, IS_ENDED_AT_REST -> {
                return false;
            }
        }
        return true;
    }

    private void finishEpoch(SimulatedTrial trial, boolean struck) {
        int epoch = trial.epochs++;
        trial.position = 0;
        trial.status = Status.WAITING;
        boolean diverges = struck && scenario.mishap() == SearchScenario.Mishap.DIVERGES_IN_VALIDATION;
        double value = scenario.direction() == Direction.MINIMIZE ? trial.loss() : -trial.loss();
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(METRIC, diverges ? Double.NaN : value);
        metrics.put("trainingLoss", trial.loss());
        // Metrics that are no objective may be undefined at any time, as an AUC over one class is.
        metrics.put("undefined", Double.NaN);
        tell(new TrialEvent.EpochFinished(trial.number, epoch, metrics));
        if (diverges) {
            end(trial, Status.FAILED, new TrialEvent.Failed(trial.number, true));
        }
    }

    private void end(SimulatedTrial trial, Status status, TrialEvent event) {
        trial.status = status;
        tell(event);
    }

    private void add() {
        int number = trials.size();
        Configuration configuration = scenario.space()
                .sample(name -> RandomStreams.stream(scenario.seed(), "added", number, name)
                        .nextDouble());
        trials.add(new SimulatedTrial(number, configuration, true, 0));
        tell(new TrialEvent.Added(number, configuration));
    }

    private void tell(TrialEvent event) {
        events++;
        lines.add("tell " + event);
        if (events > eventLimit) {
            throw fault("the study has not ended after " + eventLimit + " events");
        }
        searcher.tell(event);
    }

    private void ask() {
        int wanted =
                Math.max(0, 2 * scenario.slots() - withStatus(Status.TRAINING).size());
        Searcher.Ask ask = new Searcher.Ask(trials.size(), wanted);
        List<Decision> answer = searcher.ask(ask);
        lines.add(ask + " -> " + answer);
        answer.forEach(this::carryOut);
    }

    private void carryOut(Decision decision) {
        if (decision instanceof Decision.Start start) {
            begin(start.configuration(), decision);
        } else if (decision instanceof Decision.Clone clone) {
            SimulatedTrial parent = existing(clone.parent(), decision);
            require(parent.epochs > 0, decision, parent + " has not finished an epoch to be cloned from");
            require(parent.status != Status.FAILED, decision, parent + " failed and has nothing worth cloning");
            begin(clone.configuration(), decision);
        } else if (decision instanceof Decision.Train train) {
            SimulatedTrial trial = live(train.trial(), decision);
            require(trial.status != Status.TRAINING, decision, trial + " is in training already");
            trial.status = Status.TRAINING;
        } else if (decision instanceof Decision.Pause pause) {
            SimulatedTrial trial = live(pause.trial(), decision);
            require(trial.status == Status.TRAINING, decision, trial + " is not in training");
            trial.status = Status.PAUSED;
        } else if (decision instanceof Decision.Complete complete) {
            SimulatedTrial trial = live(complete.trial(), decision);
            require(trial.status == Status.WAITING, decision, trial + " is in the middle of an epoch");
            trial.status = Status.COMPLETED;
        } else if (decision instanceof Decision.Stop stop) {
            live(stop.trial(), decision).status = Status.STOPPED;
        }
    }

    private void begin(Configuration configuration, Decision decision) {
        try {
            scenario.space().validate(configuration);
        } catch (IllegalArgumentException e) {
            throw fault(decision + " is not of the space: " + e.getMessage());
        }
        trials.add(new SimulatedTrial(trials.size(), configuration, false, quality(configuration)));
    }

    /** Between 0 and 1 and smooth in the parameters, so that a search has something to find. */
    private double quality(Configuration configuration) {
        double sum = 0;
        double[] point = scenario.space().encode(configuration);
        for (double coordinate : point) {
            sum += Double.isNaN(coordinate) ? 0 : (coordinate - 0.3) * (coordinate - 0.3);
        }
        return point.length == 0 ? 0 : sum / point.length;
    }

    private SimulatedTrial live(int number, Decision decision) {
        SimulatedTrial trial = existing(number, decision);
        require(trial.isLive(), decision, trial + " is finished");
        return trial;
    }

    private SimulatedTrial existing(int number, Decision decision) {
        require(number >= 0 && number < trials.size(), decision, "there are " + trials.size() + " trials");
        return trials.get(number);
    }

    private void require(boolean holds, Decision decision, String otherwise) {
        if (!holds) {
            throw fault(decision + " cannot be: " + otherwise);
        }
    }

    private AssertionError fault(String what) {
        List<String> end = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        return new AssertionError(algorithm + ": " + what + "\nin " + scenario + "\nafter\n" + String.join("\n", end));
    }

    private List<SimulatedTrial> withStatus(Status status) {
        return trials.stream().filter(trial -> trial.status == status).toList();
    }

    private boolean isTraining() {
        return !withStatus(Status.TRAINING).isEmpty();
    }

    List<SimulatedTrial> trials() {
        return trials;
    }

    /** All calls and answers. */
    List<String> lines() {
        return lines;
    }

    /** The answers alone. */
    List<String> answers() {
        return lines.stream().filter(line -> line.startsWith("Ask")).toList();
    }

    /** The most epochs that a trial was trained for. */
    int depth() {
        return trials.stream().mapToInt(trial -> trial.epochs).max().orElse(0);
    }
}
