package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jerboa.mop.simulator.SimulatedModels.State;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;

/**
 * An oracle for every study, whatever happened in it: trains each trial again from the events alone, one unit after another
 * along the shards that it visited, a clone from the version of its parent that it started from, and compares every loss.
 */
final class SequentialTwin implements StudyListener {

    private final Simulation simulation;
    private final int shards;
    private final Map<Integer, StudyEvent.TrialStarted> starts = new TreeMap<>();
    private final Map<Integer, NavigableMap<Integer, StudyEvent.UnitTrained>> units = new HashMap<>();
    private final List<StudyEvent.EpochFinished> epochs = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    SequentialTwin(Simulation simulation, int shards) {
        this.simulation = simulation;
        this.shards = shards;
    }

    @Override
    public void on(StudyEvent event, StudyProgress progress) {
        if (event instanceof StudyEvent.TrialStarted start) {
            starts.put(start.trial(), start);
            units.put(start.trial(), new TreeMap<>());
        } else if (event instanceof StudyEvent.UnitTrained unit) {
            StudyEvent.UnitTrained before = units.get(unit.trial()).put(unit.version(), unit);
            if (before != null && before.training().loss() != unit.training().loss()) {
                differences.add(unit + " came out another time as " + before);
            }
        } else if (event instanceof StudyEvent.EpochFinished epoch) {
            epochs.add(epoch);
        }
    }

    /** What came out otherwise than it does one after another; call it at the end. */
    List<String> differences() {
        Map<Integer, NavigableMap<Integer, State>> states = new HashMap<>();
        starts.values().forEach(start -> states.put(start.trial(), trained(start, states)));
        for (StudyEvent.EpochFinished epoch : epochs) {
            State state = states.get(epoch.trial()).get(epoch.result().version());
            double expected = state == null
                    ? Double.NaN
                    : simulation.loss(starts.get(epoch.trial()).configuration(), state, shards, 0);
            double actual = epoch.result().metrics().get(SimulatedMetrics.LOSS);
            if (actual != expected) {
                differences.add(epoch + " should have loss " + expected);
            }
        }
        return differences;
    }

    /** Versions of a trial's model. Parents have lower numbers than their clones. */
    private NavigableMap<Integer, State> trained(
            StudyEvent.TrialStarted start, Map<Integer, NavigableMap<Integer, State>> states) {
        State state = start.parentVersion() > 0
                ? states.get(start.parent().orElseThrow()).get(start.parentVersion())
                : State.of(start.seed());
        NavigableMap<Integer, State> versions = new TreeMap<>();
        if (state == null) {
            differences.add(start + " starts from a version that its parent did not have");
            return versions;
        }
        int version = 0;
        for (StudyEvent.UnitTrained unit : units.get(start.trial()).values()) {
            if (unit.version() != ++version) {
                differences.add(unit + " has no unit before it; the last is " + (version - 1));
                return versions;
            }
            state = state.trained(RandomStreams.seed(start.seed(), "unit", unit.epoch(), unit.shard()));
            versions.put(version, state);
            if (unit.training().loss() != state.trainingLoss()) {
                differences.add(unit + " should have training loss " + state.trainingLoss());
            }
        }
        return versions;
    }
}
