package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jerboa.mop.schedule.Candidate;
import org.jerboa.mop.schedule.Floor;
import org.jerboa.mop.schedule.ListScheduler;
import org.jerboa.mop.schedule.Machine;
import org.jerboa.mop.schedule.Scheduler;
import org.junit.jupiter.api.Test;

/** Which epochs a planning scheduler gets to see, of studies whose trials all have one. */
class ProspectsInPlansTest {

    private static final int TRIALS = 40;
    private static final int WORKERS = 4;

    /** How many trials were shown with an epoch that they never got, whenever a slot was free. */
    private final List<Long> neverToCome = new ArrayList<>();

    /** The longest remaining time first, with an eye on the floor. */
    private final class Looking implements Scheduler {

        private final Scheduler list = ListScheduler.longestRemaining();
        private Optional<Floor> floor = Optional.empty();

        @Override
        public void begin(Floor view) {
            floor = Optional.of(view);
            list.begin(view);
        }

        @Override
        public void add(Candidate candidate) {
            list.add(candidate);
        }

        @Override
        public void remove(Candidate candidate) {
            list.remove(candidate);
        }

        @Override
        public Optional<Assignment> next(Machine machine) {
            neverToCome.add(floor.orElseThrow().jobs().stream()
                    .filter(job -> job.epoch() > 0)
                    .count());
            return list.next(machine);
        }
    }

    @Test
    void epochsThatTrialsHaveStoppedGettingAreNotPlanned() {
        SplittableRandom random = new SplittableRandom(1);
        List<TrialLoad> loads = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            loads.add(new TrialLoad(WORKERS * Math.pow(8, random.nextDouble()), 1e6, 100));
        }
        Workload work = new Workload(
                loads, Collections.nCopies(WORKERS, new SimulatedWorker(1, 1)), 1, WORKERS, 1e9, 1, Network.ideal());

        new Simulation(work)
                .scheduler(Looking::new)
                .validationShare(0.02)
                .seed(1)
                .run();

        int first = neverToCome.indexOf(1L);
        assertThat(first)
                .as("a trial in its last unit may go on, as far as anybody knows")
                .isNotNegative();
        assertThat(neverToCome.stream().filter(count -> count > 0).count())
                .as("times that one was shown, of %d", neverToCome.size())
                .isLessThan(neverToCome.size() / 10);
        assertThat(neverToCome.subList(neverToCome.size() / 2, neverToCome.size()))
                .containsOnly(0L);
    }
}
