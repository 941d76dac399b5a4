package org.jerboa.mop.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/** What a journal says of one trial. */
final class PastTrial {

    private final StudyEvent.TrialStarted start;

    /** By the version that came of them. A unit that was run again is there as often; it went to the same shard. */
    private final NavigableMap<Integer, List<StudyEvent.UnitTrained>> units = new TreeMap<>();

    private final List<EpochResult> epochs = new ArrayList<>();

    PastTrial(StudyEvent.TrialStarted start) {
        this.start = start;
    }

    void add(StudyEvent.UnitTrained unit) {
        units.computeIfAbsent(unit.version(), version -> new ArrayList<>(1)).add(unit);
    }

    void add(EpochResult epoch) {
        epochs.add(epoch);
    }

    int id() {
        return start.trial();
    }

    Configuration configuration() {
        return start.configuration();
    }

    long seed() {
        return start.seed();
    }

    /** Whether it began with a model of its parent, and not anew. */
    boolean startsFromParent() {
        return start.parent().isPresent() && start.parentVersion() > 0;
    }

    int parentVersion() {
        return start.parentVersion();
    }

    /**
     * The units that made a version, all records of it.
     *
     * @throws IllegalArgumentException if there is none
     */
    List<StudyEvent.UnitTrained> unit(int version) {
        List<StudyEvent.UnitTrained> recorded = units.get(version);
        if (recorded == null) {
            throw new IllegalArgumentException("trial " + id() + " has no version " + version
                    + " that the journal tells of; it reached version " + (units.isEmpty() ? 0 : units.lastKey()));
        }
        return recorded;
    }

    /** Its finished epoch of that number. */
    Optional<EpochResult> epoch(int number) {
        return epochs.stream().filter(epoch -> epoch.epoch() == number).findFirst();
    }

    /**
     * The number of an epoch to replay to: that asked for, or the best one.
     *
     * @throws IllegalArgumentException if it did not finish it
     */
    int goal(OptionalInt asked, Objective objective) {
        if (asked.isPresent()) {
            return epoch(asked.getAsInt())
                    .orElseThrow(() -> new IllegalArgumentException("trial " + id() + " did not finish epoch "
                            + asked.getAsInt() + "; it finished " + epochs.size() + ", numbered from 0"))
                    .epoch();
        }
        return view().best(objective)
                .orElseThrow(() -> new IllegalArgumentException("trial " + id() + " has no best epoch: it finished "
                        + epochs.size() + " with a number for '" + objective.metric()
                        + "' in none; name an epoch, if it finished one"))
                .epoch();
    }

    private Trial view() {
        return new Trial(
                id(),
                configuration(),
                seed(),
                TrialStatus.STOPPED,
                start.parent(),
                start.parentVersion(),
                epochs,
                Optional.empty());
    }
}
