package org.jerboa.mop.simulator;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.study.StudyEvent;

/** Sums over a simulated study, as its workers saw it: what a report says that counts for nothing is in them too. */
final class Totals {

    private final Set<Integer> firstEpochs = new HashSet<>();
    private long[] decisions = new long[0];
    private int decided;
    private double busySeconds;
    private double firstResults;
    private long lastUnit;
    private long units;
    private long hops;
    private double bytesMoved;

    void ended(long now, UnitCost cost) {
        lastUnit = now;
        busySeconds += cost.toolNanos() / Agenda.NANOS;
        if (cost.hopped()) {
            hops++;
            bytesMoved += cost.bytesMoved();
        }
    }

    void trained() {
        units++;
    }

    void happened(StudyEvent event, long now) {
        if (event instanceof StudyEvent.EpochFinished finished && firstEpochs.add(finished.trial())) {
            firstResults = now / Agenda.NANOS;
        }
    }

    /** Real time that the coordinator took for something. */
    void decided(long nanos) {
        if (decided == decisions.length) {
            decisions = Arrays.copyOf(decisions, Math.max(1024, 2 * decided));
        }
        decisions[decided++] = nanos;
    }

    /** When the last unit ended. */
    double makespanSeconds() {
        return lastUnit / Agenda.NANOS;
    }

    /** @param slotSeconds time for which worker slots were there */
    double idleShare(double slotSeconds) {
        return slotSeconds > 0 ? Math.max(0, 1 - busySeconds / slotSeconds) : 0;
    }

    double firstResults() {
        return firstResults;
    }

    long units() {
        return units;
    }

    long hops() {
        return hops;
    }

    double bytesMoved() {
        return bytesMoved;
    }

    long[] decisions() {
        return Arrays.copyOf(decisions, decided);
    }
}
