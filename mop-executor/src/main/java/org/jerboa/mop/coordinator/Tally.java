package org.jerboa.mop.coordinator;

import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.study.StudyEvent;

/** Sums over a study's events. */
public final class Tally {

    private int failed;
    private long epochs;
    private long units;
    private long hops;
    private long bytesMoved;
    private long trainingNanos;
    private long evaluationNanos;

    void add(StudyEvent event) {
        if (event instanceof StudyEvent.UnitTrained unit) {
            units++;
            trainingNanos += unit.cost().toolNanos();
            add(unit.cost());
        } else if (event instanceof StudyEvent.UnitEvaluated unit) {
            evaluationNanos += unit.cost().toolNanos();
            add(unit.cost());
        } else if (event instanceof StudyEvent.EpochFinished) {
            epochs++;
        } else if (event instanceof StudyEvent.TrialEnded end && end.status().isBroken()) {
            failed++;
        }
    }

    private void add(UnitCost cost) {
        hops += cost.hopped() ? 1 : 0;
        bytesMoved += cost.bytesMoved();
    }

    public int failed() {
        return failed;
    }

    public long epochs() {
        return epochs;
    }

    public long units() {
        return units;
    }

    public long hops() {
        return hops;
    }

    public long bytesMoved() {
        return bytesMoved;
    }

    public double trainingSeconds() {
        return trainingNanos / 1e9;
    }

    public double evaluationSeconds() {
        return evaluationNanos / 1e9;
    }
}
