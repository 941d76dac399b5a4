package org.jerboa.testkit.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;
import org.jerboa.tune.study.StudyStatus;
import org.jspecify.annotations.Nullable;

/**
 * Watches a study and holds it to the invariants of Model Hopper Parallelism, from its events alone:
 *
 * <ul>
 *   <li><b>completeness</b>: a finished epoch visited every training shard exactly once, and the model that it left was
 *       evaluated on every validation shard;
 *   <li><b>isolation</b>: a trial has at most one training unit under way;
 *   <li><b>exclusivity</b>: a worker runs at most as many units as it has slots, is there, and holds the shard;
 *   <li><b>atomicity</b>: only a unit that is under way can end, and it ends once; the next one starts from what the
 *       last one made, or after a loss from a stored version; what is run again visits the same shard at the same place;
 *   <li><b>no polling</b>: when an event has been dealt with, no slot of a worker that reaches all shards is free while a
 *       trial that is in an epoch waits for one.
 * </ul>
 *
 * <p>What is found is collected, as an exception of a listener changes nothing in a study; {@link #assertNoneViolated}
 * throws it. Sees one session of one study, from its start; {@link WatchedExecutor} adds one to every study. Thread-safe.
 */
public final class Invariants implements StudyListener {

    private static final int SHOWN_EVENTS = 8;

    private final int[] shards;
    private final boolean hasPast;
    private final Map<Long, StudyEvent.UnitSubmitted> underWay = new HashMap<>();
    private final Set<Long> tickets = new HashSet<>();
    private final WatchedWorkers workers = new WatchedWorkers();
    private final Map<Integer, WatchedTrial> trials = new HashMap<>();
    private final List<AssertionError> violations = new ArrayList<>();
    private final List<StudyEvent> latest = new ArrayList<>();
    private boolean searching = true;
    private boolean paused;

    /** Whether an earlier session may have left the study paused: until it is resumed, or begins a unit. */
    private boolean mayBePaused;

    private boolean ended;

    private Invariants(boolean hasPast, int training, int validation, int test) {
        this.shards = new int[] {training, validation, test};
        this.hasPast = hasPast;
        this.mayBePaused = hasPast;
    }

    public static Invariants of(Dataset data) {
        return of(data, false);
    }

    /** Of a study that is resumed. What its trials did in earlier sessions is not known, and taken to be right. */
    public static Invariants ofResumed(Dataset data) {
        return of(data, true);
    }

    private static Invariants of(Dataset data, boolean hasPast) {
        return new Invariants(
                hasPast,
                data.shards(Split.TRAINING).size(),
                data.shards(Split.VALIDATION).size(),
                data.shards(Split.TEST).size());
    }

    /** For data with so many shards in its splits. */
    public static Invariants over(int training, int validation, int test) {
        return new Invariants(false, training, validation, test);
    }

    /** As {@link #ofResumed}, for data with so many shards in its splits. */
    public static Invariants overResumed(int training, int validation, int test) {
        return new Invariants(true, training, validation, test);
    }

    /** Violations so far, in the order in which they were found. */
    public synchronized List<AssertionError> violations() {
        return List.copyOf(violations);
    }

    /** @throws AssertionError the first violation, with the others as suppressed ones */
    public synchronized void assertNoneViolated() {
        if (!violations.isEmpty()) {
            AssertionError first = violations.get(0);
            violations.stream()
                    .skip(1)
                    .filter(other -> first.getSuppressed().length < 9)
                    .forEach(first::addSuppressed);
            throw first;
        }
    }

    @Override
    public synchronized void on(StudyEvent event, StudyProgress progress) {
        observe(event);
    }

    /** Takes notice of the next event. */
    public synchronized void observe(StudyEvent event) {
        if (isNews(event)) {
            noneWaits();
        }
        latest.add(event);
        if (latest.size() > SHOWN_EVENTS) {
            latest.remove(0);
        }
        check(!ended, "order", "nothing follows a study's end");
        if (event instanceof StudyEvent.UnitSubmitted unit) {
            submitted(unit);
        } else if (event instanceof StudyEvent.UnitTrained unit) {
            trained(unit);
        } else if (event instanceof StudyEvent.UnitEvaluated unit) {
            evaluated(unit);
        } else if (event instanceof StudyEvent.UnitFailed unit) {
            failed(unit);
        } else if (event instanceof StudyEvent.EpochFinished epoch) {
            finished(epoch);
        } else if (event instanceof StudyEvent.CheckpointCommitted checkpoint) {
            committed(checkpoint);
        } else if (event instanceof StudyEvent.CheckpointFailed checkpoint) {
            trial(checkpoint.trial()).mayGoBack();
        } else if (event instanceof StudyEvent.TrialStarted start) {
            started(start);
        } else if (event instanceof StudyEvent.TrialEnded end) {
            trial(end.trial()).end();
        } else if (event instanceof StudyEvent.Asked asked) {
            asked.decisions().forEach(this::decided);
        } else if (event instanceof StudyEvent.Steered steered) {
            steered(steered.command());
        } else if (event instanceof StudyEvent.Tested test) {
            check(
                    trial(test.trial()).evaluatedOn(Split.TEST, test.version()) == shards[2],
                    "completeness",
                    "a tested model was evaluated on every test shard");
        } else if (event instanceof StudyEvent.SearchEnded) {
            searching = false;
        } else if (event instanceof StudyEvent.StudyEnded end) {
            ended(end);
        } else {
            workersChange(event);
        }
    }

    // --- no polling

    /** Whether it is what the executor was told, so that all that follows from what it was told before is done. */
    private static boolean isNews(StudyEvent event) {
        return event instanceof StudyEvent.UnitTrained
                || event instanceof StudyEvent.UnitEvaluated
                || event instanceof StudyEvent.CheckpointCommitted
                || event instanceof StudyEvent.WorkerJoined
                || event instanceof StudyEvent.WorkerChanged
                || event instanceof StudyEvent.WorkerLeft
                || event instanceof StudyEvent.Steered;
    }

    private void noneWaits() {
        if (!searching || paused || mayBePaused || ended) {
            return;
        }
        Optional<WatchedWorkers.Worker> free = workers.free(shards[0], shards[1]);
        if (free.isEmpty()) {
            return;
        }
        trials.forEach((id, trial) -> check(
                !trial.certainlyWaits(),
                "no polling",
                "a slot of '" + free.get().name() + "' stayed free, though trial " + id + " waits for one"));
    }

    private void decided(Decision decision) {
        if (decision instanceof Decision.Train train) {
            trial(train.trial()).granted();
        } else if (decision instanceof Decision.Pause pause) {
            trial(pause.trial()).paused();
        }
    }

    private void steered(Command command) {
        if (command instanceof Command.ResumeTrial resume) {
            trial(resume.trial()).resumed();
        } else if (command instanceof Command.PauseStudy) {
            paused = true;
        } else if (command instanceof Command.ResumeStudy) {
            paused = false;
            mayBePaused = false;
        }
    }

    // --- workers

    private void workersChange(StudyEvent event) {
        if (event instanceof StudyEvent.WorkerJoined joined) {
            check(workers.join(joined.worker()), "exclusivity", "a worker's name is its own");
        } else if (event instanceof StudyEvent.WorkerChanged changed) {
            workers.change(changed.worker());
        } else if (event instanceof StudyEvent.WorkerLeft left) {
            workers.leave(left.worker());
            underWay.values().removeIf(unit -> {
                boolean lost = unit.worker().equals(left.worker());
                if (lost) {
                    trial(unit.trial()).arrived();
                    trial(unit.trial()).lost(unit);
                }
                return lost;
            });
        }
    }

    // --- units

    private void submitted(StudyEvent.UnitSubmitted unit) {
        check(tickets.add(unit.ticket()), "atomicity", "every attempt has a ticket of its own");
        underWay.put(unit.ticket(), unit);
        mayBePaused = false;
        Optional<WatchedWorkers.Worker> worker = workers.find(unit.worker());
        check(worker.isPresent(), "exclusivity", "units run on workers that are there");
        worker.ifPresent(there -> {
            check(there.occupy(), "exclusivity", "a worker slot runs one unit at a time");
            check(there.holds(unit.split(), unit.shard()), "exclusivity", "a unit runs where its shard is");
        });
        WatchedTrial trial = trial(unit.trial());
        check(trial.started, "atomicity", "units are of trials that began");
        if (unit.kind() == UnitQuery.Kind.EVALUATE) {
            check(trial.has(unit.version()), "atomicity", "what is evaluated was trained or is stored");
        } else {
            beginsTraining(trial, unit);
        }
        trial.submitted(unit);
    }

    private void beginsTraining(WatchedTrial trial, StudyEvent.UnitSubmitted unit) {
        check(trial.training == null, "isolation", "a trial is in at most one training unit at a time");
        check(
                !trial.ended || !searching || trial.has(unit.version() + 1),
                "atomicity",
                "a trial that has ended trains no more, but for what it had reached");
        check(
                unit.version() == unit.epoch() * shards[0] + unit.position(),
                "completeness",
                "a version is the number of units trained");
        check(
                trial.canStartFrom(unit.version()),
                "atomicity",
                "a unit starts from what the last one made, or after a loss from a stored version; the trial's is "
                        + trial.version);
    }

    private void trained(StudyEvent.UnitTrained unit) {
        StudyEvent.UnitSubmitted sent = arrived(unit.ticket(), true);
        if (sent == null) {
            return;
        }
        WatchedTrial trial = trial(unit.trial());
        boolean same = sent.kind() == UnitQuery.Kind.TRAIN
                && sent.trial() == unit.trial()
                && sent.epoch() == unit.epoch()
                && sent.position() == unit.position()
                && sent.shard() == unit.shard()
                && sent.version() + 1 == unit.version()
                && sent.worker().equals(unit.worker());
        check(same, "atomicity", "a report is of the unit that was submitted, " + sent);
        Integer before = trial.shardOf.putIfAbsent(unit.version(), unit.shard());
        check(
                before == null || before == unit.shard(),
                "atomicity",
                "what is run again visits the same shard at the same place; it was " + before);
        trial.trained(unit);
    }

    private void evaluated(StudyEvent.UnitEvaluated unit) {
        StudyEvent.UnitSubmitted sent = arrived(unit.ticket(), true);
        if (sent == null) {
            return;
        }
        boolean same = sent.kind() == UnitQuery.Kind.EVALUATE
                && sent.trial() == unit.trial()
                && sent.shard() == unit.shard()
                && sent.version() == unit.version()
                && sent.worker().equals(unit.worker());
        check(same, "atomicity", "a report is of the unit that was submitted, " + sent);
        trial(unit.trial()).evaluated(sent);
    }

    private void failed(StudyEvent.UnitFailed unit) {
        StudyEvent.UnitSubmitted sent = arrived(unit.ticket(), false);
        if (sent != null) {
            check(
                    sent.trial() == unit.trial() && sent.worker().equals(unit.worker()),
                    "atomicity",
                    "a report is of the unit that was submitted, " + sent);
            trial(unit.trial()).lost(sent);
            trial(unit.trial()).parent.ifPresent(parent -> trial(parent).mayGoBack());
        }
    }

    private StudyEvent.@Nullable UnitSubmitted arrived(long ticket, boolean well) {
        StudyEvent.UnitSubmitted sent = underWay.remove(ticket);
        check(sent != null, "atomicity", "only a unit that is under way can end; there is none with ticket " + ticket);
        if (sent != null) {
            trial(sent.trial()).arrived();
            workers.find(sent.worker()).ifPresent(worker -> worker.free(well));
        }
        return sent;
    }

    // --- trials

    private void started(StudyEvent.TrialStarted start) {
        WatchedTrial before = trials.put(start.trial(), WatchedTrial.begun(start.parent()));
        check(before == null, "atomicity", "a trial begins once");
        start.parent().map(this::trial).ifPresent(parent -> {
            check(
                    parent.has(start.parentVersion()),
                    "atomicity",
                    "a clone starts from a version that its parent reached");
            parent.clonedFrom(start.parentVersion());
        });
    }

    private void committed(StudyEvent.CheckpointCommitted checkpoint) {
        WatchedTrial trial = trial(checkpoint.trial());
        check(trial.has(checkpoint.version()), "atomicity", "what is stored was trained");
        trial.stored.add(checkpoint.version());
    }

    private void finished(StudyEvent.EpochFinished epoch) {
        WatchedTrial trial = trial(epoch.trial());
        int number = epoch.result().epoch();
        int last = (number + 1) * shards[0];
        check(
                trial.epochs < 0 || number == trial.epochs,
                "completeness",
                "epochs end once each, in their order; the next is " + trial.epochs);
        trial.finishedEpoch(number);
        check(
                epoch.result().version() == last,
                "completeness",
                "an epoch ends after so many units as there are shards");
        Set<Integer> visited = new HashSet<>();
        int unknown = 0;
        for (int version = last - shards[0] + 1; version <= last; version++) {
            Integer shard = trial.shardOf.get(version);
            if (shard != null) {
                visited.add(shard);
            } else if (trial.hasUnknownPast) {
                unknown++;
            }
        }
        check(
                visited.size() + unknown == shards[0],
                "completeness",
                "an epoch visits every training shard exactly once; it visited " + visited);
        check(
                trial.evaluatedOn(Split.VALIDATION, last) == shards[1],
                "completeness",
                "an epoch's model is evaluated on every validation shard");
    }

    private void ended(StudyEvent.StudyEnded end) {
        ended = true;
        if (end.status() == StudyStatus.COMPLETED) {
            check(
                    underWay.isEmpty(),
                    "completeness",
                    "a study ends when no unit is under way; there are " + underWay.values());
            trials.forEach((id, trial) -> check(
                    trial.ended || trial.hasUnknownPast,
                    "completeness",
                    "every trial ends with its study, also " + id));
        }
    }

    private WatchedTrial trial(int id) {
        return trials.computeIfAbsent(id, any -> hasPast ? WatchedTrial.ofThePast() : WatchedTrial.unheardOf());
    }

    private void check(boolean holds, String invariant, String rule) {
        if (!holds) {
            StringBuilder text =
                    new StringBuilder(invariant).append(" is violated: ").append(rule);
            text.append("\n  by ").append(latest.isEmpty() ? "the first event" : latest.get(latest.size() - 1));
            text.append("\n  after");
            latest.subList(0, Math.max(0, latest.size() - 1))
                    .forEach(event -> text.append("\n    ").append(event));
            violations.add(new AssertionError(text.toString()));
        }
    }
}
