package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jerboa.mop.schedule.Scheduling;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.testkit.watch.Invariants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole studies through the coordinator by every scheduling: three epochs, 3 % of noise, evaluations. */
class SchedulingsTest {

    private static final int SEEDS = 8;

    /** Trials, workers, workers that hold each shard, and the order of shards. */
    @ParameterizedTest
    @CsvSource({
        "8, 4, 1, SCHEDULED",
        "8, 8, 1, SCHEDULED",
        "16, 8, 1, SCHEDULED",
        "16, 8, 2, SCHEDULED",
        "16, 8, 1, SEEDED",
        "12, 4, 4, SEEDED"
    })
    void portfolioIsNoLongerThanListSchedulersOnAverage(int trials, int workers, int replicas, ShardOrder order) {
        double portfolio = meanRatio(Scheduling.PORTFOLIO, trials, workers, replicas, order);

        assertThat(portfolio)
                .isLessThanOrEqualTo(meanRatio(Scheduling.LONGEST_REMAINING, trials, workers, replicas, order))
                .isLessThanOrEqualTo(meanRatio(Scheduling.RANDOMISED, trials, workers, replicas, order));
    }

    private static double meanRatio(Scheduling scheduling, int trials, int workers, int replicas, ShardOrder order) {
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            sum += simulation(work(trials, workers, replicas, seed, 1), scheduling, seed)
                    .order(order)
                    .run()
                    .ratio();
        }
        return sum / SEEDS;
    }

    private static Simulation simulation(Workload work, Scheduling scheduling, long seed) {
        return new Simulation(work)
                .scheduler(() -> scheduling.scheduler(seed))
                .noise(0.03)
                .validationShare(0.02)
                .seed(seed);
    }

    /** Costs over a factor of eight, each octave equally likely. */
    private static Workload work(int trials, int workers, int replicas, long seed, int slots) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TrialLoad> loads = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            loads.add(new TrialLoad(workers * Math.pow(8, random.nextDouble()), 1e6, 100));
        }
        return new Workload(
                loads,
                Collections.nCopies(workers, new SimulatedWorker(1, slots)),
                3,
                workers,
                1e9,
                replicas,
                Network.ideal());
    }

    /** Eight equal trials on eight workers: only a Latin square keeps everybody busy, epoch after epoch. */
    @Test
    void equalTrialsOnAsManyWorkersNeverWait() {
        Workload work = Workload.uniform(8, new TrialLoad(8, 1e6, 100), 8, 5, 1e9, Network.ideal());

        for (Scheduling scheduling : List.of(Scheduling.PORTFOLIO, Scheduling.CYCLIC)) {
            SimulationResult result = new Simulation(work)
                    .scheduler(() -> scheduling.scheduler(0))
                    .order(ShardOrder.SCHEDULED)
                    .run();
            assertThat(result.ratio()).as("%s", scheduling).isEqualTo(1);
        }
    }

    /** A trial that alone takes as long as the bound is delayed by nobody once it is known to be long. */
    @Test
    void theLongestTrialHasPrecedenceOverAllEpochs() {
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Workload work = work(8, 8, 1, seed, 1);
            sum += new Simulation(work)
                    .scheduler(() -> Scheduling.PORTFOLIO.scheduler(0))
                    .order(ShardOrder.SCHEDULED)
                    .run()
                    .ratio();
        }
        assertThat(sum / SEEDS).isBetween(1.0, 1.01);
    }

    /** What is known from the start need not be learned, and the first plan is good. */
    @Test
    void estimatesShortenTheFirstEpoch() {
        double learned = 0;
        double known = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Workload three = work(16, 8, 1, seed, 1);
            Workload one = new Workload(three.trials(), three.workers(), 1, 8, 1e9, 1, Network.ideal());
            learned += simulation(one, Scheduling.PORTFOLIO, seed)
                    .order(ShardOrder.SCHEDULED)
                    .run()
                    .ratio();
            known += simulation(one, Scheduling.PORTFOLIO, seed)
                    .order(ShardOrder.SCHEDULED)
                    .estimates()
                    .run()
                    .ratio();
        }

        assertThat(known).isLessThan(learned);
    }

    /** With three trials on six workers, replicas let nobody wait for a busy worker: each runs as if it was alone. */
    @Test
    void fewTrialsUseReplicasBeforeTheyWait() {
        Workload alone = work(3, 6, 1, 4, 1);
        Workload replicated = work(3, 6, 3, 4, 1);

        double ratio =
                simulation(replicated, Scheduling.PORTFOLIO, 4).noise(0).run().ratio();

        assertThat(ratio)
                .isLessThanOrEqualTo(simulation(alone, Scheduling.PORTFOLIO, 4)
                        .noise(0)
                        .run()
                        .ratio());
        assertThat(ratio).isBetween(1.0, 1.03);
    }

    @ParameterizedTest
    @CsvSource({"PORTFOLIO, SEEDED", "PORTFOLIO, SCHEDULED", "CYCLIC, SEEDED", "CYCLIC, SCHEDULED"})
    void slotsSpeedsAndReplicasAreOrdinary(Scheduling scheduling, ShardOrder order) {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<SimulatedWorker> workers = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                workers.add(new SimulatedWorker(0.3 + random.nextDouble(), 1 + random.nextInt(3)));
            }
            Workload even = work(9, 4, 1 + random.nextInt(3), seed, 1);
            Workload work = new Workload(even.trials(), workers, 3, 7, 1e9, even.replicas(), Network.ideal());
            Invariants invariants = Invariants.over(7, 1, 0);

            SimulationResult result = simulation(work, scheduling, seed)
                    .order(order)
                    .listener(invariants)
                    .run();

            invariants.assertNoneViolated();
            assertThat(result.units()).isEqualTo(9 * 3 * 7);
            assertThat(result.trials()).allMatch(trial -> trial.epochs().size() == 3);
        }
    }
}
