package org.jerboa.mop.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The trials that could train now: those whose next unit is in the plan, and a list of the others. */
final class Candidates {

    private static final int UNPLANNED = -1;

    private final List<Candidate> planned = new ArrayList<>();
    private final ListScheduler unplanned = ListScheduler.longestRemaining();
    private @Nullable Candidate[] byTrial = new Candidate[0];

    /** By trial, its place in {@link #planned}. */
    private int[] place = new int[0];

    void add(Candidate candidate, boolean isPlanned) {
        int trial = candidate.trial();
        if (trial >= byTrial.length) {
            byTrial = Arrays.copyOf(byTrial, Math.max(trial + 1, 2 * byTrial.length));
            place = Arrays.copyOf(place, byTrial.length);
        }
        byTrial[trial] = candidate;
        sort(candidate, isPlanned);
    }

    private void sort(Candidate candidate, boolean isPlanned) {
        if (isPlanned) {
            place[candidate.trial()] = planned.size();
            planned.add(candidate);
        } else {
            place[candidate.trial()] = UNPLANNED;
            unplanned.add(candidate);
        }
    }

    void remove(Candidate candidate) {
        byTrial[candidate.trial()] = null;
        int at = place[candidate.trial()];
        if (at == UNPLANNED) {
            unplanned.remove(candidate);
            return;
        }
        Candidate last = planned.remove(planned.size() - 1);
        if (at < planned.size()) {
            planned.set(at, last);
            place[last.trial()] = at;
        }
    }

    /** There is another plan, or none. */
    void sort(Predicate<Candidate> isPlanned) {
        List<Candidate> all = new ArrayList<>();
        for (Candidate candidate : byTrial) {
            if (candidate != null) {
                all.add(candidate);
                if (place[candidate.trial()] == UNPLANNED) {
                    unplanned.remove(candidate);
                }
            }
        }
        planned.clear();
        all.forEach(candidate -> sort(candidate, isPlanned.test(candidate)));
    }

    /** Null if the trial cannot train now. */
    @Nullable
    Candidate get(int trial) {
        return trial < byTrial.length ? byTrial[trial] : null;
    }

    boolean isPlanned(Candidate candidate) {
        return place[candidate.trial()] != UNPLANNED;
    }

    /** A live view, in no order. */
    List<Candidate> planned() {
        return planned;
    }

    ListScheduler unplanned() {
        return unplanned;
    }

    boolean isEmpty() {
        return planned.isEmpty() && unplanned.isEmpty();
    }
}
