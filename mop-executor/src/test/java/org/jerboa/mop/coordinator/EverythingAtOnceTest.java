package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;

/**
 * An adaptive search whose units fail, whose models get lost, whose checkpoints come late or not at all, whose workers come
 * and go, whose user interferes, and which crashes now and then. It ends, and what its trials reached is what trials of
 * that configuration and origin reach in every other such study.
 */
class EverythingAtOnceTest {

    private static final int STUDIES = Integer.getInteger("jerboa.test.studies", 150);

    private final Map<String, Map<String, Double>> reached = new HashMap<>();

    @Test
    void endsAndReachesTheSame() {
        for (long seed = 0; seed < STUDIES; seed++) {
            new Trouble(seed).endure();
        }
        assertThat(reached).hasSizeGreaterThan(20);
    }

    private final class Trouble {

        private final long seed;
        private final RandomGenerator chance;
        private CoordinatorHarness harness;
        private int workers;

        Trouble(long seed) {
            this.seed = seed;
            this.chance = RandomStreams.stream(seed, "trouble");
            this.harness = beset(new CoordinatorHarness(HalvingSearcher::new));
            join();
        }

        private boolean oneIn(int times) {
            return chance.nextInt(times) == 0;
        }

        private CoordinatorHarness beset(CoordinatorHarness calm) {
            return calm.throwing(query -> oneIn(25))
                    .unreadable(query -> oneIn(40))
                    .unwritable(id -> oneIn(12))
                    .notANumber(query -> oneIn(150));
        }

        private void join() {
            harness.join("worker-" + workers++, 1 + chance.nextInt(2));
        }

        void endure() {
            int steps = 0;
            while (!harness.coordinator.hasEnded()) {
                assertThat(steps++).as("steps, seed %d", seed).isLessThan(5000);
                assertThat(harness.running().isEmpty()
                                && harness.commitsUnderWay().isEmpty())
                        .as("nothing happens any more, seed %d", seed)
                        .isFalse();
                step();
            }
            assertThat(harness.coordinator.trials())
                    .as("seed %d", seed)
                    .allMatch(trial -> trial.status().isFinal());
            harness.coordinator.trials().forEach(this::compare);
        }

        private void step() {
            List<CheckpointId> commits = harness.commitsUnderWay();
            if (!commits.isEmpty() && (harness.running().isEmpty() || oneIn(3))) {
                harness.commit(commits.get(chance.nextInt(commits.size())));
            } else {
                UnitQuery query = harness.running()
                        .get(chance.nextInt(harness.running().size()))
                        .query();
                UnitReport report = harness.report(query);
                if (oneIn(10)) {
                    harness.coordinator.reported(report);
                }
            }
            interfere();
        }

        private void interfere() {
            if (harness.coordinator.hasEnded()) {
                return;
            }
            if (oneIn(40)) {
                harness.stopTrial(chance.nextInt(8));
            }
            if (oneIn(60) && harness.coordinator.trialCount() < 9) {
                harness.add(CoordinatorHarness.configuration(chance.nextInt(4) / 4.0));
            }
            if (oneIn(30)) {
                join();
                if (!harness.running().isEmpty()) {
                    harness.leave(harness.running().get(0).worker());
                }
            }
            if (oneIn(60)) {
                crash();
            }
        }

        /** The last few lines may not have been written; what they superseded is then still there. */
        private void crash() {
            if (oneIn(4)) {
                harness.coordinator.stop();
            }
            int lines = Math.max(0, harness.journal.size() - chance.nextInt(4));
            Map<CheckpointId, Long> store = lines == 0 ? new TreeMap<>() : new TreeMap<>(harness.storeAt(lines - 1));
            store.putAll(harness.store);
            harness = beset(CoordinatorHarness.resumed(
                    HalvingSearcher::new, List.copyOf(harness.journal.subList(0, lines)), store));
            if (!harness.coordinator.hasEnded()) {
                join();
            }
        }

        private void compare(Trial trial) {
            for (EpochResult epoch : trial.epochs()) {
                if (epoch.metrics().values().stream().anyMatch(value -> Double.isNaN(value))) {
                    continue;
                }
                String what = name(trial.id()) + " epoch " + epoch.epoch();
                Map<String, Double> before = reached.putIfAbsent(what, epoch.metrics());
                assertThat(epoch.metrics())
                        .as("%s, seed %d", what, seed)
                        .isEqualTo(before == null ? epoch.metrics() : before);
            }
        }

        private String name(int trial) {
            StudyEvent.TrialStarted started = harness.events(StudyEvent.TrialStarted.class).stream()
                    .filter(event -> event.trial() == trial)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("trial " + trial + " was never said to start, seed " + seed));
            return trial + " " + started.configuration()
                    + started.parent()
                            .map(parent -> " from " + started.parentVersion() + " of " + name(parent))
                            .orElse("");
        }
    }
}
