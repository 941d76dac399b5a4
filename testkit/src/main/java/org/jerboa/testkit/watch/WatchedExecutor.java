package org.jerboa.testkit.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;

/**
 * Runs studies on another executor and holds each to the {@link Invariants}: who awaits a study that broke one gets its
 * {@link AssertionError} instead of a result. Every live study of a test runs on one of these.
 */
public final class WatchedExecutor implements StudyExecutor {

    private final StudyExecutor executor;

    private WatchedExecutor(StudyExecutor executor) {
        this.executor = executor;
    }

    public static WatchedExecutor watched(StudyExecutor executor) {
        return new WatchedExecutor(executor);
    }

    @Override
    public <M> StudyHandle<M> start(StudyDefinition<M> definition) {
        Invariants invariants =
                definition.resume() ? Invariants.ofResumed(definition.data()) : Invariants.of(definition.data());
        return new Watched<>(executor.start(with(invariants, definition)), invariants);
    }

    /** First, as others may throw what ends the study. */
    private static <M> StudyDefinition<M> with(StudyListener first, StudyDefinition<M> definition) {
        List<StudyListener> listeners = new ArrayList<>(List.of(first));
        listeners.addAll(definition.listeners());
        return new StudyDefinition<>(
                definition.space(),
                definition.search(),
                definition.handler(),
                definition.data(),
                definition.objectives(),
                definition.metrics(),
                definition.seed(),
                definition.folder(),
                definition.resume(),
                definition.limits(),
                definition.earlyStopping(),
                listeners);
    }

    @Override
    public <M> Replay<M> replay(StudyDefinition<M> definition, int trial, OptionalInt epoch) {
        return executor.replay(definition, trial, epoch);
    }

    @Override
    public Hold hold() {
        return executor.hold();
    }

    private record Watched<M>(StudyHandle<M> study, Invariants invariants) implements StudyHandle<M> {

        @Override
        public StudyResult<M> await() throws InterruptedException {
            StudyResult<M> result;
            try {
                result = study.await();
            } catch (StudyException e) {
                for (AssertionError violation : invariants.violations()) {
                    violation.addSuppressed(e);
                    throw violation;
                }
                throw e;
            }
            invariants.assertNoneViolated();
            return result;
        }

        @Override
        public boolean isDone() {
            return study.isDone();
        }

        @Override
        public void stop() {
            study.stop();
        }

        @Override
        public void steer(Command command) {
            study.steer(command);
        }

        @Override
        public StudyProgress progress() {
            return study.progress();
        }

        @Override
        public List<Trial> trials() {
            return study.trials();
        }
    }
}
