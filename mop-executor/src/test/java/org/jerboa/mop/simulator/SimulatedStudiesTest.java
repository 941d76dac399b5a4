package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jerboa.mop.schedule.ListScheduler;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.testkit.Invariants;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;

/** The invariants over many studies that differ in everything; {@code -Djerboa.test.simulations} makes them more. */
class SimulatedStudiesTest {

    private static final int STUDIES = Integer.getInteger("jerboa.test.simulations", 1200);

    @Test
    void everyStudyKeepsTheInvariantsAndEndsAsItsQuietTwin() {
        int broken = 0;
        for (long seed = 0; seed < STUDIES; seed++) {
            broken += new Scenario(seed).play();
        }
        assertThat(broken).as("trials that gave up, of %d studies", STUDIES).isLessThan(STUDIES);
    }

    private static final class Scenario {

        private final long seed;
        private final RandomGenerator chance;
        private final Workload work;
        private final ShardOrder order;
        private final List<Command> commands = new ArrayList<>();
        private final Set<Integer> steered = new HashSet<>();

        Scenario(long seed) {
            this.seed = seed;
            this.chance = RandomStreams.stream(seed, "scenario");
            List<SimulatedWorker> workers = new ArrayList<>();
            for (int i = 1 + chance.nextInt(5); i > 0; i--) {
                workers.add(new SimulatedWorker(0.5 + chance.nextDouble(), 1 + chance.nextInt(3)));
            }
            List<TrialLoad> trials = new ArrayList<>();
            for (int i = 1 + chance.nextInt(8); i > 0; i--) {
                trials.add(new TrialLoad(1 + 9 * chance.nextDouble(), 1e6, 100));
            }
            this.order = chance.nextBoolean() ? ShardOrder.SEEDED : ShardOrder.SCHEDULED;
            this.work = new Workload(
                    trials,
                    workers,
                    1 + chance.nextInt(4),
                    1 + chance.nextInt(6),
                    1e9,
                    1 + chance.nextInt(workers.size()),
                    new Network(1e-3, 1e8));
            if (chance.nextInt(2) == 0) {
                int trial = chance.nextInt(trials.size());
                steered.add(trial);
                commands.add(new Command.StopTrial(trial));
                if (chance.nextBoolean()) {
                    commands.add(new Command.ResumeTrial(trial, 1 + chance.nextInt(2)));
                }
                if (chance.nextInt(4) == 0) {
                    commands.add(new Command.DeleteTrial(trial));
                }
            }
            if (chance.nextInt(3) == 0) {
                commands.add(new Command.PauseStudy());
                commands.add(new Command.ResumeStudy());
            }
        }

        private Simulation quiet() {
            return new Simulation(work)
                    .seed(seed)
                    .order(order)
                    .scheduler(
                            seed % 2 == 0
                                    ? ListScheduler::longestRemaining
                                    : () -> ListScheduler.randomised(RandomStreams.stream(seed, "schedule")))
                    .validationShare(0.05);
        }

        private Simulation troubled() {
            double bound =
                    work.trials().stream().mapToDouble(TrialLoad::epochSeconds).sum()
                            * work.epochs()
                            / work.workers().size();
            Simulation simulation = quiet().noise(0.3)
                    .commitSeconds(0.2 * chance.nextDouble())
                    .faults(new Faults(
                            0.03 * chance.nextDouble(),
                            0.01 * chance.nextInt(2),
                            0.1 * chance.nextDouble(),
                            0.1 * chance.nextDouble(),
                            bound * (0.3 + chance.nextDouble()),
                            Optional.of(Duration.ofSeconds(60))));
            double time = bound * chance.nextDouble() / 2;
            for (Command command : commands) {
                simulation.steer(time, command);
                time += bound * chance.nextDouble() / 4;
            }
            return simulation;
        }

        /** @return trials that gave up */
        int play() {
            try {
                List<Trial> still = watched(quiet());
                List<Trial> shaken = watched(troubled());
                return order == ShardOrder.SEEDED ? compare(still, shaken) : 0;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }

        private List<Trial> watched(Simulation simulation) {
            Invariants invariants = Invariants.over(work.shards(), 1, 0);
            List<Trial> trials = simulation.listener(invariants).run().trials();
            invariants.assertNoneViolated();
            return trials;
        }

        private int compare(List<Trial> still, List<Trial> shaken) {
            int gaveUp = 0;
            for (Trial quiet : still) {
                Trial other = shaken.get(quiet.id());
                if (other.status() == TrialStatus.FAILED) {
                    gaveUp++;
                } else if (!steered.contains(quiet.id())) {
                    assertThat(metrics(other)).as("trial %d", quiet.id()).isEqualTo(metrics(quiet));
                    assertThat(other.status()).as("trial %d", quiet.id()).isEqualTo(TrialStatus.COMPLETED);
                }
            }
            return gaveUp;
        }

        private static List<Object> metrics(Trial trial) {
            List<Object> metrics = new ArrayList<>();
            trial.epochs().forEach(epoch -> metrics.add(epoch.metrics()));
            return metrics;
        }
    }
}
