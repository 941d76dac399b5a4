package org.jerboa.mop.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What must happen by a certain time: units end, cancelled ones let go of their worker, the study ends. A cancelled
 * unit has as long again to let go as it had to end.
 */
final class Deadlines {

    private final Optional<Duration> unitTimeout;
    private final Optional<Duration> studyLimit;
    private final Duration past;
    private final UnitsUnderWay underWay;
    private final Effects effects;
    private long studyEnds = Long.MAX_VALUE;

    Deadlines(
            Optional<Duration> unitTimeout,
            Optional<Duration> studyLimit,
            Duration past,
            UnitsUnderWay underWay,
            Effects effects) {
        this.unitTimeout = unitTimeout;
        this.studyLimit = studyLimit;
        this.past = past;
        this.underWay = underWay;
        this.effects = effects;
    }

    /** The session begins. */
    void begin() {
        studyLimit.ifPresent(limit -> {
            studyEnds = effects.nanoTime() + Math.max(0, limit.minus(past).toNanos());
            effects.wakeAt(studyEnds);
        });
    }

    void started(long ticket) {
        long now = effects.nanoTime();
        underWay.started(ticket, now, unitTimeout.isPresent());
        unitTimeout.ifPresent(timeout -> effects.wakeAt(now + timeout.toNanos()));
    }

    /** Units that have had their time; they are not awaited any more. */
    List<UnitsUnderWay.Sent> overdue() {
        if (unitTimeout.isEmpty()) {
            return List.of();
        }
        long now = effects.nanoTime();
        long nanos = unitTimeout.get().toNanos();
        List<UnitsUnderWay.Sent> overdue = underWay.runningSince(now - nanos);
        overdue.forEach(unit -> {
            underWay.cancel(unit, now);
            effects.wakeAt(now + nanos);
        });
        return overdue;
    }

    /** Units that were cancelled and have had their time again. */
    List<UnitsUnderWay.Sent> unanswered() {
        return unitTimeout
                .map(timeout -> underWay.cancelledSince(effects.nanoTime() - timeout.toNanos()))
                .orElse(List.of());
    }

    boolean isStudyOver() {
        return studyLimit.isPresent() && effects.nanoTime() >= studyEnds;
    }

    /** For messages. */
    String unitTimeout() {
        return unitTimeout.map(Duration::toString).orElse("no limit");
    }
}
