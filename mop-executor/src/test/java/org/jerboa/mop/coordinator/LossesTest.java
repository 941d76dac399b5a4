package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints that vanish from the store, workers that die with their units and commits, and crashes, at random moments of
 * an adaptive search with clones: what was lost is made again, and the study ends as if nothing had happened.
 */
class LossesTest {

    private static final int STUDIES = Integer.getInteger("jerboa.test.studies", 150);

    @Test
    void whateverIsLostTheStudyEndsAsIfNothingHadHappened() {
        List<String> calm = new CoordinatorHarness(HalvingSearcher::new)
                .join("a", "b")
                .run()
                .essence();
        int lost = 0;
        for (long seed = 0; seed < STUDIES; seed++) {
            Losing study = new Losing(seed);
            assertThat(study.run()).as("seed %d", seed).isEqualTo(calm);
            lost += study.vanished.size();
        }
        assertThat(lost).as("checkpoints lost").isGreaterThan(STUDIES);
    }

    private static final class Losing {

        private final long seed;
        private final RandomGenerator chance;
        private CoordinatorHarness harness = new CoordinatorHarness(HalvingSearcher::new);
        private int workers;
        private final Set<CheckpointId> vanished = new HashSet<>();

        Losing(long seed) {
            this.seed = seed;
            this.chance = RandomStreams.stream(seed, "losses");
            join();
        }

        private boolean oneIn(int times) {
            return chance.nextInt(times) == 0;
        }

        private void join() {
            harness.join("worker-" + workers++, 1 + chance.nextInt(2));
        }

        List<String> run() {
            for (int steps = 0; !harness.coordinator.hasEnded(); steps++) {
                assertThat(steps).as("steps, seed %d", seed).isLessThan(5000);
                step();
                if (!harness.coordinator.hasEnded()) {
                    lose();
                }
            }
            return harness.essence();
        }

        private void step() {
            List<CheckpointId> commits = harness.commitsUnderWay();
            if (!commits.isEmpty() && (harness.running().isEmpty() || oneIn(3))) {
                harness.commit(commits.get(chance.nextInt(commits.size())));
            } else {
                UnitQuery query = harness.running()
                        .get(chance.nextInt(harness.running().size()))
                        .query();
                harness.report(query);
            }
        }

        private void lose() {
            List<CheckpointId> stored = new ArrayList<>(harness.store.keySet());
            stored.removeAll(vanished); // once each: what vanishes again and again fails its trial
            if (!stored.isEmpty() && oneIn(8)) {
                CheckpointId id = stored.get(chance.nextInt(stored.size()));
                harness.store.remove(id);
                vanished.add(id);
            }
            if (oneIn(15) && !harness.running().isEmpty()) {
                join();
                harness.leave(harness.running().get(0).worker());
            }
            if (oneIn(40)) {
                Map<CheckpointId, Long> store = new TreeMap<>(harness.store);
                harness = CoordinatorHarness.resumed(HalvingSearcher::new, List.copyOf(harness.journal), store);
                join();
            }
        }
    }
}
