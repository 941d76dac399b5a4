package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jspecify.annotations.Nullable;

/**
 * The models of a simulated study, live ones and stored ones. A model is a number mixed from everything that its training
 * depends on.
 */
final class SimulatedModels {

    /** By trial. */
    private final List<@Nullable Live> live = new ArrayList<>();

    private final Map<CheckpointId, State> store = new TreeMap<>();

    /**
     * What a model is.
     *
     * @param bits mixed from the seeds of all that it went through
     * @param units that it was trained for, its ancestors' included
     */
    record State(long bits, int units) {

        /** A model that is new. */
        static State of(long trialSeed) {
            return new State(RandomStreams.mix(trialSeed), 0);
        }

        State trained(long unitSeed) {
            return new State(RandomStreams.mix(bits ^ unitSeed), units + 1);
        }

        /** What its last unit of training is said to have come to. */
        double trainingLoss() {
            return unit(bits);
        }

        /** A number from 0 to 1 that another model would hardly have on that shard. */
        double mark(int shard) {
            return unit(RandomStreams.mix(bits ^ shard));
        }

        private static double unit(long bits) {
            return (bits >>> 11) * 0x1p-53;
        }
    }

    private record Live(String worker, int version, State state) {}

    /** The worker that has a trial's model. */
    Optional<String> worker(int trial) {
        return Optional.ofNullable(live(trial)).map(Live::worker);
    }

    private @Nullable Live live(int trial) {
        return trial < live.size() ? live.get(trial) : null;
    }

    /** The model that a unit starts from; none if that version is neither live nor stored. */
    @Nullable
    State start(UnitQuery query) {
        Live model = live(query.trial());
        if (model != null && model.version == query.version()) {
            return model.state;
        }
        if (query.version() > 0) {
            return store.get(new CheckpointId(query.trial(), query.version()));
        }
        return query.origin() == null ? State.of(query.trialSeed()) : store.get(query.origin());
    }

    void keep(int trial, String worker, int version, State state) {
        while (live.size() <= trial) {
            live.add(null);
        }
        live.set(trial, new Live(worker, version, state));
    }

    /** The live model of a trial is gone, or not wanted any more. */
    void drop(int trial) {
        if (trial < live.size()) {
            live.set(trial, null);
        }
    }

    void dropAllOf(String worker) {
        live.replaceAll(model -> model != null && model.worker.equals(worker) ? null : model);
    }

    void store(CheckpointId id, State state) {
        store.put(id, state);
    }

    void discard(CheckpointId id) {
        store.remove(id);
    }
}
