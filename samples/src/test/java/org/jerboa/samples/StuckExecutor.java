package org.jerboa.samples;

import java.util.OptionalInt;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyHandle;

/** Runs studies that do not come through an epoch: units of it train, and do not come back until they are cancelled. */
final class StuckExecutor implements StudyExecutor {

    private final Fault fault;
    private final StudyExecutor executor;

    private StuckExecutor(Fault fault, StudyExecutor executor) {
        this.fault = fault;
        this.executor = executor;
    }

    /** The executor itself where there is no such epoch. */
    static StudyExecutor inEpoch(OptionalInt epoch, StudyExecutor executor) {
        return epoch.isEmpty()
                ? executor
                : new StuckExecutor(
                        Fault.on(Fault.Call.TRAIN).epoch(epoch.getAsInt()).with(Fault.Effect.HANG), executor);
    }

    @Override
    public <M> StudyHandle<M> start(StudyDefinition<M> definition) {
        return executor.start(new StudyDefinition<>(
                definition.space(),
                definition.search(),
                new FaultyHandler<>(definition.handler(), fault),
                definition.data(),
                definition.objectives(),
                definition.metrics(),
                definition.seed(),
                definition.folder(),
                definition.resume(),
                definition.limits(),
                definition.earlyStopping(),
                definition.listeners()));
    }

    @Override
    public <M> Replay<M> replay(StudyDefinition<M> definition, int trial, OptionalInt epoch) {
        return executor.replay(definition, trial, epoch);
    }
}
