package org.jerboa.search.sampling.genetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jerboa.search.history.TrialRecord;

/**
 * The best trials by all objectives, in the order of NSGA-II; of one too many the last dies. Trials that were stopped come behind
 * those that had all their epochs, those of fewer epochs behind those of more: their losses are of another training. A trial
 * with an objective that is not a finite number does not live.
 */
final class Elite implements Survivors {

    private final int size;
    private final int objectives;
    private List<Member> living = List.of();
    private List<TrialRecord> trials = List.of();

    private record Member(TrialRecord trial, double[] losses) {

        /** Lower is better. */
        int standing() {
            return trial.status() == TrialRecord.Status.COMPLETE ? Integer.MIN_VALUE : -trial.depth();
        }
    }

    Elite(int size, int objectives) {
        this.size = size;
        this.objectives = objectives;
    }

    @Override
    public void add(TrialRecord trial) {
        double[] losses = trial.bestLosses(objectives);
        if (!Arrays.stream(losses).allMatch(Double::isFinite)) {
            return;
        }
        Map<Integer, List<Member>> byStanding = new TreeMap<>();
        for (Member member : living) {
            byStanding
                    .computeIfAbsent(member.standing(), standing -> new ArrayList<>())
                    .add(member);
        }
        Member added = new Member(trial, losses);
        byStanding
                .computeIfAbsent(added.standing(), standing -> new ArrayList<>())
                .add(added);
        living = byStanding.values().stream()
                .flatMap(equals ->
                        NonDominated.bestFirst(
                                        equals.stream().map(Member::losses).toArray(double[][]::new))
                                .stream()
                                .map(equals::get))
                .limit(size)
                .toList();
        trials = living.stream().map(Member::trial).toList();
    }

    @Override
    public List<TrialRecord> fittestFirst() {
        return trials;
    }
}
