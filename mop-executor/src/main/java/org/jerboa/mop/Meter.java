package org.jerboa.mop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.jerboa.mop.coordinator.Coordinator;
import org.jerboa.mop.coordinator.Tally;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a study is, what it has cost, and how long it may still take. For the coordinator's thread. */
final class Meter {

    private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

    private final Coordinator coordinator;
    private final InstantSource clock;
    private final double pastSeconds;
    private final long pastUnits;
    private final long startMillis;
    private @Nullable Searcher complainedOf;

    /**
     * @param coordinator restored, if there is anything to restore
     * @param pastSeconds wall time of earlier sessions
     */
    Meter(Coordinator coordinator, InstantSource clock, double pastSeconds) {
        this.coordinator = coordinator;
        this.clock = clock;
        this.pastSeconds = pastSeconds;
        this.pastUnits = coordinator.tally().units();
        this.startMillis = clock.millis();
    }

    StudyProgress progress() {
        Tally tally = coordinator.tally();
        Duration elapsed = Duration.ofMillis(clock.millis() - startMillis);
        OptionalLong planned = plannedEpochs();
        return new StudyProgress(
                coordinator.trialCount(),
                coordinator.activeTrials(),
                tally.failed(),
                tally.epochs(),
                tally.units(),
                planned,
                elapsed,
                remaining(planned, elapsed),
                coordinator.bestTrial(),
                coordinator.bestValue());
    }

    /** Only for display, so nothing fails for the lack of it. */
    private OptionalLong plannedEpochs() {
        Searcher searcher = coordinator.searcher();
        try {
            return searcher.plannedEpochs();
        } catch (RuntimeException e) {
            if (complainedOf != searcher) {
                complainedOf = searcher;
                LOG.warn("The search cannot tell how many epochs it plans; this is said once", e);
            }
            return OptionalLong.empty();
        }
    }

    private Optional<Duration> remaining(OptionalLong plannedEpochs, Duration elapsed) {
        long units = coordinator.tally().units();
        if (plannedEpochs.isEmpty() || units == pastUnits) {
            return Optional.empty();
        }
        double left = Math.max(0, plannedEpochs.getAsLong() * (double) coordinator.shards() - units);
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * left / (units - pastUnits))));
    }

    StudyCost cost() {
        Tally tally = coordinator.tally();
        return new StudyCost(
                pastSeconds + (clock.millis() - startMillis) / 1e3,
                tally.trainingSeconds(),
                tally.evaluationSeconds(),
                tally.units(),
                tally.hops(),
                tally.bytesMoved(),
                coordinator.slots());
    }
}
