package org.jerboa.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jerboa.tune.metric.Objective;
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
 * Plays the executor for an adaptive search: trials finish their epochs, or fail, in an order drawn from a seed, on so many
 * slots. What each trial had is kept, and every question and answer can be looked at when it is made.
 */
public final class Play {

    /** A space with more configurations than any test tries. */
    public static final SearchSpace SPACE = SearchSpace.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1));

    /** The loss of a trial after its epoch of that number, counted from 1; empty if it fails in it. */
    public interface Losses {
        Optional<Double> after(int trial, int epoch, Configuration configuration);
    }

    /** Is shown every question with what was told before it, and its answer. */
    public interface Witness {
        void sees(List<TrialEvent> told, Searcher.Ask ask, List<Decision> answer);
    }

    /** How a trial ended. */
    public enum End {
        COMPLETE,
        STOPPED,
        FAILED
    }

    private final Searcher searcher;
    private final Losses losses;
    private final int slots;
    private final RandomGenerator order;
    private final List<TrialEvent> told = new ArrayList<>();
    private final List<Integer> training = new ArrayList<>();
    private final Set<Integer> held = new HashSet<>();

    private int limit = Integer.MAX_VALUE;
    private int most = Integer.MAX_VALUE;
    private Witness witness = (events, ask, answer) -> {};

    /** By trial. */
    public final Map<Integer, Configuration> configurations = new TreeMap<>();

    public final Map<Integer, Integer> epochs = new TreeMap<>();
    public final Map<Integer, End> ends = new TreeMap<>();

    /** Of clones, by trial. */
    public final Map<Integer, Integer> parents = new TreeMap<>();

    /** Epochs that the parent had had, by the clone. */
    public final Map<Integer, Integer> inherited = new TreeMap<>();

    public int asked;

    private Play(Searcher searcher, Losses losses, int slots, long order) {
        this.searcher = searcher;
        this.losses = losses;
        this.slots = slots;
        this.order = RandomStreams.stream(order, "order");
    }

    public static Play of(SearchAlgorithm search, SearchSpace space, Losses losses, int slots, long order) {
        SearchProblem problem = new SearchProblem(space, List.of(Objective.minimize("loss")), 5);
        return new Play(search.start(problem), losses, slots, order);
    }

    public Play witness(Witness one) {
        witness = one;
        return this;
    }

    /** The study's limit of trials. */
    public Play trialLimit(int trials) {
        limit = trials;
        return this;
    }

    /** Ends the play with so many questions, if it has not ended before. */
    public Play questions(int count) {
        most = count;
        return this;
    }

    /** These trials do not get on. */
    public Play hold(Integer... trials) {
        held.addAll(List.of(trials));
        return this;
    }

    /** Until the study ends, or nothing gets on any more; then it may go on again. */
    public Play run() {
        ask();
        List<Integer> moving = moving();
        while (!moving.isEmpty() && asked < most) {
            happen(moving.get(order.nextInt(Math.min(slots, moving.size()))));
            ask();
            moving = moving();
        }
        return this;
    }

    private List<Integer> moving() {
        return training.stream().filter(trial -> !held.contains(trial)).toList();
    }

    public Searcher searcher() {
        return searcher;
    }

    public int epochsInAll() {
        return epochs.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Numbers of the trials that ended so. */
    public List<Integer> with(End end) {
        return ends.entrySet().stream()
                .filter(entry -> entry.getValue() == end)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void happen(Integer trial) {
        training.remove(trial);
        int epoch = epochs.get(trial) + 1;
        Optional<Double> loss = losses.after(trial, epoch, configurations.get(trial));
        if (loss.isPresent()) {
            epochs.put(trial, epoch);
            tell(new TrialEvent.EpochFinished(trial, epoch - 1, Map.of("loss", loss.get())));
        }
        if (loss.isEmpty() || loss.get().isNaN()) {
            tell(new TrialEvent.Failed(trial, loss.isPresent()));
        }
    }

    /** Something happens beside the trials' own epochs, before the next question. */
    public void tell(TrialEvent event) {
        if (event instanceof TrialEvent.Added added) {
            begin(added.trial(), added.configuration());
        } else if (!(event instanceof TrialEvent.EpochFinished)) {
            training.remove((Integer) event.trial());
            ends.put(event.trial(), event instanceof TrialEvent.Failed ? End.FAILED : End.STOPPED);
        }
        told.add(event);
        searcher.tell(event);
    }

    private void ask() {
        asked++;
        int allowed = limit - configurations.size();
        int wanted = Math.min(allowed, Math.max(0, 2 * slots - training.size()));
        Searcher.Ask ask = new Searcher.Ask(configurations.size(), wanted, allowed);
        List<Decision> answer = searcher.ask(ask);
        witness.sees(List.copyOf(told), ask, answer);
        told.clear();
        answer.forEach(this::carryOut);
    }

    private void carryOut(Decision decision) {
        if (decision instanceof Decision.Start start) {
            begin(configurations.size(), start.configuration());
        } else if (decision instanceof Decision.Clone clone) {
            int number = configurations.size();
            if (ends.containsKey(clone.parent()) || epochs.get(clone.parent()) == 0) {
                throw new AssertionError(decision + " takes over weights of trial " + clone.parent()
                        + " that are not there: " + ends.get(clone.parent()));
            }
            parents.put(number, clone.parent());
            inherited.put(number, epochs.get(clone.parent()));
            begin(number, clone.configuration());
        } else if (decision instanceof Decision.Train train) {
            requireAtRest(train.trial(), decision);
            training.add(train.trial());
        } else if (decision instanceof Decision.Complete complete) {
            requireAtRest(complete.trial(), decision);
            ends.put(complete.trial(), End.COMPLETE);
        } else if (decision instanceof Decision.Stop stop) {
            requireAtRest(stop.trial(), decision);
            ends.put(stop.trial(), End.STOPPED);
        } else {
            throw new AssertionError("no use for " + decision);
        }
    }

    private void begin(int trial, Configuration configuration) {
        configurations.put(trial, configuration);
        epochs.put(trial, 0);
        training.add(trial);
    }

    private void requireAtRest(int trial, Decision decision) {
        if (training.contains(trial) || ends.containsKey(trial)) {
            throw new AssertionError(
                    decision + " of a trial that " + (training.contains(trial) ? "trains" : "has ended"));
        }
    }
}
