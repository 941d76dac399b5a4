package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jerboa.mop.coordinator.Scheduler.Candidate;
import org.junit.jupiter.api.Test;

class LongestRemainingFirstTest {

    private final LongestRemainingFirst scheduler = new LongestRemainingFirst();

    @Test
    void epochThenEvaluationThenRemainingTimeThenNumberDecide() {
        List<Candidate> inOrder = List.of(
                new Candidate(9, 0, true, 1),
                new Candidate(2, 0, false, Double.POSITIVE_INFINITY),
                new Candidate(5, 0, false, 30),
                new Candidate(1, 0, false, 20),
                new Candidate(4, 0, false, 20),
                new Candidate(0, 1, true, 99),
                new Candidate(3, 1, false, 99));
        Random shuffles = new Random(7);
        for (int first = 0; first < inOrder.size(); first++) {
            List<Candidate> runnable = new ArrayList<>(inOrder.subList(first, inOrder.size()));
            Collections.shuffle(runnable, shuffles);
            assertThat(scheduler.pick(runnable)).isEqualTo(inOrder.get(first));
        }
    }

    /**
     * Five configurations whose epochs take 6, 3, 3, 3 and 6, split evenly over the shards of three workers (Cerebro,
     * PVLDB 13(11) 2020, figure 5). The bound is (6 + 3 + 3 + 3 + 6) / 3 = 7; longest-remaining-first takes 8.
     */
    @Test
    void takesEightForTheExampleOfThePaper() {
        assertThat(makespan(new int[] {6, 3, 3, 3, 6}, 3)).isEqualTo(8);
    }

    /** As many equal configurations as shards, or a multiple: nobody ever waits. */
    @Test
    void wastesNothingWhenConfigurationsAreTwiceAsManyAsShards() {
        int[] epochs = new int[8];
        Arrays.fill(epochs, 4);
        assertThat(makespan(epochs, 4)).isEqualTo(8);
    }

    /** Of one epoch, where every shard is on one worker only, in steps of one unit of time. */
    private int makespan(int[] epochTimes, int shards) {
        List<Set<Integer>> left = new ArrayList<>();
        for (int i = 0; i < epochTimes.length; i++) {
            Set<Integer> all = new HashSet<>();
            for (int shard = 0; shard < shards; shard++) {
                all.add(shard);
            }
            left.add(all);
        }
        int[] trialFree = new int[epochTimes.length];
        int[] workerFree = new int[shards];
        int time = 0;
        while (left.stream().anyMatch(set -> !set.isEmpty())) {
            for (int worker = 0; worker < shards; worker++) {
                List<Candidate> runnable = new ArrayList<>();
                for (int trial = 0; trial < epochTimes.length; trial++) {
                    if (workerFree[worker] <= time
                            && trialFree[trial] <= time
                            && left.get(trial).contains(worker)) {
                        double remaining = left.get(trial).size() * (epochTimes[trial] / (double) shards);
                        runnable.add(new Candidate(trial, 0, false, remaining));
                    }
                }
                if (!runnable.isEmpty()) {
                    int trial = scheduler.pick(runnable).trial();
                    left.get(trial).remove(worker);
                    trialFree[trial] = workerFree[worker] = time + epochTimes[trial] / shards;
                }
            }
            time++;
        }
        return Arrays.stream(workerFree).max().orElseThrow();
    }
}
