package org.jerboa.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;
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
 *       last one made, or after a loss from a stored version; what is run again visits the same shard at the same place.
 * </ul>
 *
 * <p>What is found is collected, as an exception of a listener changes nothing in a study; {@link #assertNoneViolated}
 * throws it. Sees one session of one study, which must have been there from its start. Thread-safe.
 */
public final class Invariants implements StudyListener {

    private static final int SHOWN_EVENTS = 8;

    private final int[] shards;
    private final Map<Long, StudyEvent.UnitSubmitted> underWay = new HashMap<>();
    private final Set<Long> tickets = new HashSet<>();
    private final Map<String, Worker> workers = new HashMap<>();
    private final Set<String> workersEver = new HashSet<>();
    private final Map<Integer, WatchedTrial> trials = new HashMap<>();
    private final List<AssertionError> violations = new ArrayList<>();
    private final List<StudyEvent> latest = new ArrayList<>();
    private boolean searching = true;
    private boolean ended;

    private Invariants(int training, int validation, int test) {
        this.shards = new int[] {training, validation, test};
    }

    public static Invariants of(Dataset data) {
        return over(
                data.shards(Split.TRAINING).size(),
                data.shards(Split.VALIDATION).size(),
                data.shards(Split.TEST).size());
    }

    /** For data with so many shards in its splits. */
    public static Invariants over(int training, int validation, int test) {
        return new Invariants(training, validation, test);
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
        } else if (event instanceof StudyEvent.TrialStarted start) {
            started(start);
        } else if (event instanceof StudyEvent.TrialEnded end) {
            trial(end.trial()).ended = true;
        } else if (event instanceof StudyEvent.Steered steered
                && steered.command() instanceof Command.ResumeTrial one) {
            trial(one.trial()).resumed();
        } else if (event instanceof StudyEvent.Tested test) {
            WatchedTrial trial = trial(test.trial());
            check(
                    trial.evaluatedOn(Split.TEST, test.version()) == shards[2],
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

    // --- workers

    private void workersChange(StudyEvent event) {
        if (event instanceof StudyEvent.WorkerJoined joined) {
            check(workersEver.add(joined.worker().name()), "exclusivity", "a worker's name is its own");
            workers.put(joined.worker().name(), new Worker(joined.worker()));
        } else if (event instanceof StudyEvent.WorkerChanged changed) {
            Worker worker = workers.get(changed.worker().name());
            if (worker != null) {
                worker.info = changed.worker();
            }
        } else if (event instanceof StudyEvent.WorkerLeft left) {
            workers.remove(left.worker());
            underWay.values().removeIf(unit -> {
                boolean lost = unit.worker().equals(left.worker());
                if (lost) {
                    trial(unit.trial()).lost(unit);
                }
                return lost;
            });
        }
    }

    private void freeSlotOf(String name) {
        Worker worker = workers.get(name);
        if (worker != null) {
            worker.busy--;
        }
    }

    // --- units

    private void submitted(StudyEvent.UnitSubmitted unit) {
        check(tickets.add(unit.ticket()), "atomicity", "every attempt has a ticket of its own");
        underWay.put(unit.ticket(), unit);
        Worker worker = workers.get(unit.worker());
        check(worker != null, "exclusivity", "units run on workers that are there");
        if (worker != null) {
            worker.busy++;
            check(worker.busy <= worker.info.slots(), "exclusivity", "a worker slot runs one unit at a time");
            check(worker.info.holds(unit.split(), unit.shard()), "exclusivity", "a unit runs where its shard is");
        }
        WatchedTrial trial = trial(unit.trial());
        check(trial.started, "atomicity", "units are of trials that began");
        if (unit.kind() == UnitQuery.Kind.EVALUATE) {
            check(trial.has(unit.version()), "atomicity", "what is evaluated was trained or is stored");
            return;
        }
        check(trial.training == null, "isolation", "a trial is in at most one training unit at a time");
        check(!trial.ended || !searching, "atomicity", "a trial that has ended trains no more");
        check(
                unit.version() == unit.epoch() * shards[0] + unit.position(),
                "completeness",
                "a version is the number of units trained");
        check(
                trial.canStartFrom(unit.version()),
                "atomicity",
                "a unit starts from what the last one made, or after a loss from a stored version; the trial's is "
                        + trial.version);
        trial.training = unit;
        trial.version = unit.version();
    }

    private void trained(StudyEvent.UnitTrained unit) {
        StudyEvent.UnitSubmitted sent = arrived(unit.ticket());
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
        trial.training = null;
        trial.version = unit.version();
        trial.mayGoBack = false;
        trial.resumed = false;
    }

    private void evaluated(StudyEvent.UnitEvaluated unit) {
        StudyEvent.UnitSubmitted sent = arrived(unit.ticket());
        if (sent == null) {
            return;
        }
        boolean same = sent.kind() == UnitQuery.Kind.EVALUATE
                && sent.trial() == unit.trial()
                && sent.shard() == unit.shard()
                && sent.version() == unit.version()
                && sent.worker().equals(unit.worker());
        check(same, "atomicity", "a report is of the unit that was submitted, " + sent);
        trial(unit.trial()).evaluated.add(new Evaluation(sent.split(), unit.version(), unit.shard()));
    }

    private void failed(StudyEvent.UnitFailed unit) {
        StudyEvent.UnitSubmitted sent = arrived(unit.ticket());
        if (sent != null) {
            check(
                    sent.trial() == unit.trial() && sent.worker().equals(unit.worker()),
                    "atomicity",
                    "a report is of the unit that was submitted, " + sent);
            trial(unit.trial()).lost(sent);
        }
    }

    private StudyEvent.@Nullable UnitSubmitted arrived(long ticket) {
        StudyEvent.UnitSubmitted sent = underWay.remove(ticket);
        check(sent != null, "atomicity", "only a unit that is under way can end; there is none with ticket " + ticket);
        if (sent != null) {
            freeSlotOf(sent.worker());
        }
        return sent;
    }

    // --- trials

    private void started(StudyEvent.TrialStarted start) {
        WatchedTrial trial = trial(start.trial());
        check(!trial.started, "atomicity", "a trial begins once");
        trial.started = true;
        start.parent()
                .ifPresent(parent -> check(
                        trial(parent).has(start.parentVersion()),
                        "atomicity",
                        "a clone starts from a version that its parent reached"));
    }

    private void committed(StudyEvent.CheckpointCommitted checkpoint) {
        WatchedTrial trial = trial(checkpoint.trial());
        check(trial.has(checkpoint.version()), "atomicity", "what is stored was trained");
        trial.stored.add(checkpoint.version());
    }

    private void finished(StudyEvent.EpochFinished epoch) {
        WatchedTrial trial = trial(epoch.trial());
        int number = epoch.result().epoch();
        check(
                number == trial.epochs,
                "completeness",
                "epochs end once each, in their order; the next is " + trial.epochs);
        trial.epochs = number + 1;
        int last = (number + 1) * shards[0];
        check(
                epoch.result().version() == last,
                "completeness",
                "an epoch ends after so many units as there are shards");
        Set<Integer> visited = new HashSet<>();
        for (int version = last - shards[0] + 1; version <= last; version++) {
            Integer shard = trial.shardOf.get(version);
            if (shard != null) {
                visited.add(shard);
            }
        }
        check(
                visited.size() == shards[0],
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
            trials.forEach(
                    (id, trial) -> check(trial.ended, "completeness", "every trial ends with its study, also " + id));
        }
    }

    private WatchedTrial trial(int id) {
        return trials.computeIfAbsent(id, any -> new WatchedTrial());
    }

    private void check(boolean holds, String invariant, String rule) {
        if (!holds) {
            StringBuilder text =
                    new StringBuilder(invariant).append(" is violated: ").append(rule);
            text.append("\n  by ").append(latest.get(latest.size() - 1)).append("\n  after");
            latest.subList(0, latest.size() - 1)
                    .forEach(event -> text.append("\n    ").append(event));
            violations.add(new AssertionError(text.toString()));
        }
    }

    private static final class Worker {

        private WorkerInfo info;
        private int busy;

        Worker(WorkerInfo info) {
            this.info = info;
        }
    }

    private record Evaluation(Split split, int version, int shard) {}

    private static final class WatchedTrial {

        /** Shards by the version that training over them made. */
        private final Map<Integer, Integer> shardOf = new HashMap<>();

        private final Set<Integer> stored = new HashSet<>();
        private final Set<Evaluation> evaluated = new HashSet<>();
        private StudyEvent.@Nullable UnitSubmitted training;
        private int version;
        private int epochs;
        private boolean started;
        private boolean ended;
        private boolean resumed;
        private boolean mayGoBack;

        boolean has(int version) {
            return version == 0 || shardOf.containsKey(version);
        }

        /** A trial that has ended may be resumed from what it stored, or its best model be made again. */
        boolean canStartFrom(int wanted) {
            boolean goesBack = (mayGoBack || ended || resumed) && (wanted == 0 || stored.contains(wanted));
            return wanted == version || (goesBack && wanted < version);
        }

        void lost(StudyEvent.UnitSubmitted unit) {
            if (unit.kind() == UnitQuery.Kind.TRAIN) {
                training = null;
            }
            mayGoBack = true;
        }

        void resumed() {
            ended = false;
            resumed = true;
        }

        int evaluatedOn(Split split, int at) {
            return (int) evaluated.stream()
                    .filter(one -> one.split == split && one.version == at)
                    .count();
        }
    }
}
