package org.jerboa.mop.coordinator;

import java.util.HashMap;
import java.util.Map;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.study.StudyEvent;

/** Sums over a study's events. */
public final class Tally {

    private final Map<String, Integer> workers = new HashMap<>();
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
        } else if (event instanceof StudyEvent.WorkerJoined joined) {
            workers.put(joined.worker().name(), joined.worker().slots());
        } else if (event instanceof StudyEvent.WorkerChanged changed) {
            workers.put(changed.worker().name(), changed.worker().slots());
        } else if (event instanceof StudyEvent.WorkerLeft left) {
            workers.remove(left.worker());
        }
    }

    /** Those of an earlier session are not there in the next. */
    void forgetWorkers() {
        workers.clear();
    }

    private void add(UnitCost cost) {
        hops += cost.hopped() ? 1 : 0;
        bytesMoved += cost.bytesMoved();
    }

    /** Slots of the workers that joined and did not leave. */
    public int slots() {
        return workers.values().stream().mapToInt(Integer::intValue).sum();
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
