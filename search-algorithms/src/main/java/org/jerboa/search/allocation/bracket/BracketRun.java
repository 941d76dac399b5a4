package org.jerboa.search.allocation.bracket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jerboa.search.allocation.ByLoss;
import org.jerboa.search.history.TrialRecord;
import org.jspecify.annotations.Nullable;

/** A bracket that has begun: the trials on their way to its present rung, and those that have come there. */
final class BracketRun {

    private final Bracket bracket;
    private final List<Bar> bars = new ArrayList<>();
    private final Map<Integer, TrialRecord> climbing = new LinkedHashMap<>();
    private TreeSet<TrialRecord> arrived;
    private long toStart;
    private long trained;

    /**
     * What it took to go up from a rung.
     *
     * @param last the worst trial that went up; null if fewer came than might have gone
     */
    record Bar(int milestone, @Nullable TrialRecord last) {

        boolean isClearedBy(TrialRecord trial) {
            return last == null || new ByLoss(milestone).compare(trial, last) < 0;
        }
    }

    /**
     * What becomes of the trials of a rung, each list from the best to the worst.
     *
     * @param up to be trained up to the next rung
     * @param complete have been at the last
     */
    record Verdict(List<TrialRecord> up, List<TrialRecord> complete, List<TrialRecord> out) {}

    BracketRun(Bracket bracket) {
        this.bracket = bracket;
        this.toStart = bracket.trials();
        this.arrived = new TreeSet<>(new ByLoss(milestone(0)));
    }

    int milestone(int rung) {
        return bracket.rungs().get(rung).epochs();
    }

    /** Number of the rung that is not closed yet. */
    private int rung() {
        return bars.size();
    }

    int lastRung() {
        return bracket.rungs().size() - 1;
    }

    /** What it took to go up from a rung; null if that is not decided yet. */
    @Nullable
    Bar bar(int rung) {
        return rung < rung() ? bars.get(rung) : null;
    }

    boolean needsTrials() {
        return toStart > 0;
    }

    void started(TrialRecord trial) {
        toStart--;
        climbing.put(trial.number(), trial);
    }

    /** There are no more trials for the first rung. */
    void startNoMore() {
        toStart = 0;
    }

    /** A trial of this bracket has finished an epoch. */
    void epochFinished(TrialRecord trial) {
        trained++;
        if (isThere(trial)) {
            climbing.remove(trial.number());
            arrived.add(trial);
        }
    }

    /** Whether a trial of this bracket has come to the present rung, and so has to wait. */
    boolean isThere(TrialRecord trial) {
        return trial.depth() >= milestone(rung());
    }

    /** A trial of this bracket can be trained no more. */
    void ended(TrialRecord trial) {
        if (climbing.remove(trial.number()) == null) {
            arrived.remove(trial);
        }
    }

    /** How many trials have an epoch to train. */
    int climbing() {
        return climbing.size();
    }

    boolean isOver() {
        return rung() > lastRung();
    }

    /** Whether nobody is to come to the present rung any more. */
    boolean isRungComplete() {
        return !isOver() && toStart == 0 && climbing.isEmpty();
    }

    /** Closes the present rung, which is complete. */
    Verdict close() {
        List<TrialRecord> ranked = List.copyOf(arrived);
        int milestone = milestone(rung());
        if (rung() == lastRung()) {
            bars.add(new Bar(milestone, null));
            arrived.clear();
            return new Verdict(List.of(), ranked, List.of());
        }
        int places = (int)
                Math.min(Integer.MAX_VALUE, bracket.rungs().get(rung() + 1).trials());
        int up = Math.min(places, ranked.size());
        bars.add(new Bar(milestone, up < places ? null : ranked.get(up - 1)));
        arrived = new TreeSet<>(new ByLoss(milestone(rung())));
        ranked.subList(0, up).forEach(trial -> climbing.put(trial.number(), trial));
        return new Verdict(ranked.subList(0, up), List.of(), ranked.subList(up, ranked.size()));
    }

    /** Epochs that were and will be trained, if no more trials fail. */
    long plannedEpochs() {
        if (isOver()) {
            return trained;
        }
        long planned = trained + toStart * milestone(0);
        for (TrialRecord trial : climbing.values()) {
            planned += milestone(rung()) - trial.depth();
        }
        long left = toStart + climbing.size() + arrived.size();
        for (int rung = rung() + 1; rung <= lastRung(); rung++) {
            left = Math.min(left, bracket.rungs().get(rung).trials());
            planned += left * (milestone(rung) - milestone(rung - 1));
        }
        return planned;
    }
}
