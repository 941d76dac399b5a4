package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jerboa.mop.simulator.GanttChart.Bar;
import org.jerboa.mop.simulator.GanttChart.Kind;
import org.jerboa.mop.simulator.GanttChart.Lane;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;

/**
 * Records a study for a {@link GanttChart}, a live one or a simulated one:
 *
 * <pre>{@code
 * GanttRecorder recorder = new GanttRecorder();
 * study.listener(recorder).run();
 * recorder.chart("digits").write(Path.of("digits.html"));
 * }</pre>
 *
 * <p>A unit's bar ends when its report reached the coordinator, and is as long as the worker said; what comes before on
 * the worker is shown as the model's way. Takes some hundred bytes a unit. Serves one study. Thread-safe.
 */
public final class GanttRecorder implements StudyListener {

    private static final double NANOS = 1e9;

    private final List<Lane> lanes = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();

    /** Lanes of the workers that are there; one that is taken holds a ticket. */
    private final Map<String, List<Slot>> slots = new HashMap<>();

    private final Map<Long, Running> running = new HashMap<>();

    @Override
    public synchronized void on(StudyEvent event, StudyProgress progress) {
        double now = progress.elapsed().toNanos() / NANOS;
        if (event instanceof StudyEvent.WorkerJoined joined) {
            joined(joined.worker(), now);
        } else if (event instanceof StudyEvent.WorkerLeft left) {
            left(left.worker(), now);
        } else if (event instanceof StudyEvent.UnitSubmitted unit) {
            submitted(unit, now);
        } else if (event instanceof StudyEvent.UnitTrained unit) {
            ended(unit.ticket(), unit.cost(), now);
        } else if (event instanceof StudyEvent.UnitEvaluated unit) {
            ended(unit.ticket(), unit.cost(), now);
        } else if (event instanceof StudyEvent.UnitFailed unit) {
            failed(unit.ticket(), unit.cause(), now);
        }
    }

    private void joined(WorkerInfo worker, double now) {
        List<Slot> own = new ArrayList<>();
        for (int slot = 0; slot < worker.slots(); slot++) {
            own.add(new Slot(lanes.size()));
            String name = worker.slots() == 1 ? worker.name() : worker.name() + " slot " + slot;
            lanes.add(new Lane(name, now, Double.POSITIVE_INFINITY));
        }
        slots.put(worker.name(), own);
    }

    private void left(String worker, double now) {
        for (Slot slot : slots.getOrDefault(worker, List.of())) {
            Lane lane = lanes.get(slot.lane);
            lanes.set(slot.lane, new Lane(lane.name(), lane.from(), now));
        }
        List<Long> lost = running.entrySet().stream()
                .filter(entry -> entry.getValue().unit.worker().equals(worker))
                .map(Map.Entry::getKey)
                .toList();
        lost.forEach(ticket -> failed(ticket, "worker left", now));
        slots.remove(worker);
    }

    private void submitted(StudyEvent.UnitSubmitted unit, double now) {
        for (Slot slot : slots.getOrDefault(unit.worker(), List.of())) {
            if (slot.free) {
                slot.free = false;
                running.put(unit.ticket(), new Running(unit, slot, now));
                return;
            }
        }
    }

    private void ended(long ticket, UnitCost cost, double now) {
        Running unit = running.remove(ticket);
        if (unit == null) {
            return; // of a session before this one
        }
        unit.slot.free = true;
        double start = Math.max(unit.since, now - cost.toolNanos() / NANOS);
        double before = Math.max(unit.since, start - cost.overheadNanos() / NANOS);
        Kind kind = unit.unit.kind() == UnitQuery.Kind.TRAIN ? Kind.TRAIN : Kind.EVALUATE;
        if (start > before) {
            bars.add(unit.bar(before, start, Kind.HOP, ""));
        }
        bars.add(unit.bar(start, now, kind, ""));
    }

    private void failed(long ticket, String cause, double now) {
        Running unit = running.remove(ticket);
        if (unit != null) {
            unit.slot.free = true;
            bars.add(unit.bar(unit.since, now, Kind.FAILED, ", " + cause));
        }
    }

    /** What was recorded so far. */
    public synchronized GanttChart chart(String title) {
        return new GanttChart(title, lanes, bars, OptionalDouble.empty());
    }

    private static final class Slot {

        private final int lane;
        private boolean free = true;

        Slot(int lane) {
            this.lane = lane;
        }
    }

    private record Running(StudyEvent.UnitSubmitted unit, Slot slot, double since) {

        Bar bar(double start, double end, Kind kind, String more) {
            String where =
                    unit.split() == Split.TRAINING ? "shard " : unit.split().label() + " shard ";
            String label = "trial " + unit.trial() + ", epoch " + unit.epoch() + ", " + where + unit.shard() + more;
            return new Bar(slot.lane, unit.trial(), label, start, end, kind);
        }
    }
}
