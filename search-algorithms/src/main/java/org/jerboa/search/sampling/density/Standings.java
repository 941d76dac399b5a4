package org.jerboa.search.sampling.density;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.search.history.TrialRecord;

/**
 * The trials that have something to show, best first, kept up to date as they go on.
 *
 * <p>Trials are compared at one number of epochs: the largest that enough of them have had. Those that had so many, or all
 * they were to have, come first, by their least loss up to there; then the others, deeper ones first; then the failed ones.
 * Ties go to the trial with the lower number. Where all trials train equally long, this is the order by loss; where most are
 * stopped early, it does not let the few that were not pass for the best whatever their losses.
 */
final class Standings {

    private static final Comparator<Standing> BEST_FIRST = Comparator.comparing(Standing::failed)
            .thenComparing(Standing::depth, Comparator.reverseOrder())
            .thenComparingDouble(Standing::loss)
            .thenComparingInt(standing -> standing.trial.number());

    private final int enough;
    private final int least;
    private final List<Standing> order = new ArrayList<>();
    private final Map<TrialRecord, Standing> byTrial = new HashMap<>();

    /** Trials with at least so many epochs, at the index of one less. */
    private final List<Integer> reached = new ArrayList<>();

    private int depth;
    private int withLoss;

    /**
     * How a trial stands.
     *
     * @param depth epochs at which it is compared, at most those of all
     * @param epochs it had when it was looked at
     */
    record Standing(TrialRecord trial, boolean failed, int depth, double loss, int epochs) {

        /** Whether it can be an example of what is good. */
        boolean hasLoss() {
            return !failed && loss < Double.POSITIVE_INFINITY;
        }
    }

    /**
     * @param enough trials with so many epochs are enough to compare all at that number
     * @param least epochs without which a trial has nothing to show, unless it has ended by itself
     */
    Standings(int enough, int least) {
        this.enough = enough;
        this.least = least;
        this.depth = least;
    }

    /** @return whether the trial has something to show for the first time */
    boolean changed(TrialRecord trial) {
        if (hasNothingToShow(trial)) {
            return false;
        }
        Standing old = byTrial.get(trial);
        count(old == null ? 0 : old.epochs, trial.depth());
        if (old != null) {
            order.remove(Collections.binarySearch(order, old, BEST_FIRST));
            withLoss -= old.hasLoss() ? 1 : 0;
        }
        add(trial);
        deepen();
        return old == null;
    }

    private boolean hasNothingToShow(TrialRecord trial) {
        boolean goesOn = trial.status() == TrialRecord.Status.RUNNING;
        boolean wasStopped = trial.status() == TrialRecord.Status.STOPPED;
        return trial.depth() < least && (goesOn || (wasStopped && trial.depth() > 0));
    }

    private void count(int before, int now) {
        for (int epoch = before; epoch < now; epoch++) {
            if (epoch == reached.size()) {
                reached.add(0);
            }
            reached.set(epoch, reached.get(epoch) + 1);
        }
    }

    private void deepen() {
        int deepest = depth;
        while (deepest < reached.size() && reached.get(deepest) >= enough) {
            deepest++;
        }
        if (deepest > depth) {
            depth = deepest;
            order.clear();
            withLoss = 0;
            // By number, so that nothing depends on the order of a hash map.
            byTrial.keySet().stream()
                    .sorted(Comparator.comparingInt(TrialRecord::number))
                    .toList()
                    .forEach(this::add);
        }
    }

    private void add(TrialRecord trial) {
        boolean done = trial.status() == TrialRecord.Status.COMPLETE;
        boolean failed = trial.status() == TrialRecord.Status.FAILED;
        double loss = Double.POSITIVE_INFINITY;
        for (int epoch = 1; epoch <= Math.min(depth, trial.depth()); epoch++) {
            loss = Math.min(loss, trial.lossAt(epoch));
        }
        int compared = done ? depth : Math.min(depth, trial.depth());
        Standing standing = new Standing(trial, failed, compared, loss, trial.depth());
        byTrial.put(trial, standing);
        order.add(-Collections.binarySearch(order, standing, BEST_FIRST) - 1, standing);
        withLoss += standing.hasLoss() ? 1 : 0;
    }

    /** Best first; a live view. */
    List<Standing> order() {
        return Collections.unmodifiableList(order);
    }

    int size() {
        return order.size();
    }

    /** Trials that have a loss and did not fail. */
    int withLoss() {
        return withLoss;
    }

    /** Epochs at which trials are compared. */
    int depth() {
        return depth;
    }
}
