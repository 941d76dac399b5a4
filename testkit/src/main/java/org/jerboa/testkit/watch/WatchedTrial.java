package org.jerboa.testkit.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;
import org.jspecify.annotations.Nullable;

/** What {@link Invariants} know of one trial. */
public final class WatchedTrial {

    private static final int UNKNOWN = -1;

    private record Evaluation(Split split, int version, int shard) {}

    /** Shards by the version that training over them made. */
    final Map<Integer, Integer> shardOf = new HashMap<>();

    final Set<Integer> stored = new HashSet<>();
    StudyEvent.@Nullable UnitSubmitted training;
    int version;
    int epochs;
    boolean ended;

    final Optional<Integer> parent;

    /** Whether it began in a session that was not watched, so that not all it did is known. */
    final boolean hasUnknownPast;

    final boolean started;

    /** Whether it certainly has a unit to run, as soon as a slot is free. */
    private boolean due;

    private final Set<Evaluation> evaluated = new HashSet<>();

    /** Versions that clones start from. */
    private final Set<Integer> origins = new HashSet<>();

    private int underWay;
    private boolean resumed;
    private boolean mayGoBack;
    private boolean mayGoBackLater;

    private WatchedTrial(boolean started, boolean hasUnknownPast, Optional<Integer> parent) {
        this.started = started;
        this.hasUnknownPast = hasUnknownPast;
        this.parent = parent;
        this.mayGoBack = hasUnknownPast;
        this.due = started && !hasUnknownPast;
        this.epochs = hasUnknownPast ? UNKNOWN : 0;
        this.version = epochs;
    }

    static WatchedTrial begun(Optional<Integer> parent) {
        return new WatchedTrial(true, false, parent);
    }

    /** One that began in an earlier session. */
    static WatchedTrial ofThePast() {
        return new WatchedTrial(true, true, Optional.empty());
    }

    /** One of which units are told though it never began. */
    static WatchedTrial unheardOf() {
        return new WatchedTrial(false, false, Optional.empty());
    }

    boolean has(int wanted) {
        return wanted == 0 || hasUnknownPast || shardOf.containsKey(wanted);
    }

    /**
     * From what its last unit made, or, after a loss or at another beginning, from what is stored: which may be later, if it
     * had gone back to make an earlier version again. It goes back for clones too, whose origin is not stored.
     */
    boolean canStartFrom(int wanted) {
        boolean wantsOrigin = origins.stream().anyMatch(origin -> origin > wanted && !stored.contains(origin));
        boolean goesElsewhere = mayGoBack || ended || resumed || wantsOrigin || wanted > version;
        boolean isThere = wanted == 0 || hasUnknownPast || stored.contains(wanted);
        return wanted == version || (goesElsewhere && isThere);
    }

    void submitted(StudyEvent.UnitSubmitted unit) {
        underWay++;
        if (unit.kind() == UnitQuery.Kind.TRAIN) {
            training = unit;
            version = unit.version();
            due |= !ended && epochs != UNKNOWN && unit.epoch() >= epochs;
        }
    }

    /** A unit of it is over, well or not. */
    void arrived() {
        underWay--;
    }

    void trained(StudyEvent.UnitTrained unit) {
        training = null;
        version = unit.version();
        mayGoBack = mayGoBackLater;
        mayGoBackLater = false;
        resumed = false;
    }

    void evaluated(StudyEvent.UnitSubmitted unit) {
        evaluated.add(new Evaluation(unit.split(), unit.version(), unit.shard()));
    }

    int evaluatedOn(Split split, int at) {
        return (int) evaluated.stream()
                .filter(one -> one.split == split && one.version == at)
                .count();
    }

    void lost(StudyEvent.UnitSubmitted unit) {
        if (unit.kind() == UnitQuery.Kind.TRAIN) {
            training = null;
        }
        mayGoBack = true;
    }

    void clonedFrom(int origin) {
        origins.add(origin);
    }

    /** A version of it that somebody may have to start from is lost; it goes back when the unit under way is over. */
    void mayGoBack() {
        mayGoBack = true;
        mayGoBackLater = training != null;
    }

    void resumed() {
        ended = false;
        resumed = true;
        due = true;
    }

    void finishedEpoch(int number) {
        epochs = number + 1;
        due = false;
    }

    void granted() {
        due = true;
    }

    void paused() {
        due = false;
    }

    void end() {
        ended = true;
        due = false;
    }

    boolean certainlyWaits() {
        return due && started && !ended && underWay == 0 && !mayWantItsOrigin();
    }

    /**
     * A clone may have to wait for its parent's checkpoint: before its first unit, and when it has lost what it made of it, too,
     * as the parent may have to make that checkpoint again.
     */
    private boolean mayWantItsOrigin() {
        boolean mayBeClone = parent.isPresent() || hasUnknownPast;
        return mayBeClone && (version <= 0 || mayGoBack);
    }
}
