package org.jerboa.mop.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.mop.simulator.Faults;
import org.jerboa.mop.simulator.Network;
import org.jerboa.mop.simulator.SimulatedWorker;
import org.jerboa.mop.simulator.Simulation;
import org.jerboa.mop.simulator.SimulationResult;
import org.jerboa.mop.simulator.TrialLoad;
import org.jerboa.mop.simulator.Workload;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTaleTest {

    /** Faults and commands at random: what the events tell is what the coordinator knows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void tellsOfTrialsWhatTheCoordinatorKnows(long seed) {
        RandomGenerator chance = RandomStreams.stream(seed, "tale");
        List<TrialLoad> loads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            loads.add(new TrialLoad(1 + 9 * chance.nextDouble(), 1e6, 100));
        }
        Workload work = new Workload(
                loads, Collections.nCopies(3, new SimulatedWorker(1, 1)), 4, 3, 1e9, 1, new Network(1e-3, 1e8));
        JournalTale tale = new JournalTale();
        Simulation simulation = new Simulation(work)
                .seed(seed)
                .noise(0.2)
                .faults(new Faults(0.1, 0.05, 0.1, 0.1, 20, Optional.of(Duration.ofSeconds(30))))
                .listener((event, progress) -> {
                    if (!(event instanceof StudyEvent.UnitSubmitted)) {
                        tale.add(event); // all that is journalled
                    }
                });
        for (int i = 0; i < 8; i++) {
            int trial = chance.nextInt(6);
            simulation.steer(60 * chance.nextDouble(), command(chance.nextInt(5), trial));
        }
        simulation.steer(70, new Command.ResumeStudy());

        SimulationResult result = simulation.run();

        assertThat(tale.trials()).as("seed %d", seed).isEqualTo(result.trials());
        assertThat(tale.isCompleted()).isTrue();
        assertThat(tale.epochs())
                .isEqualTo(result.trials().stream()
                        .mapToLong(trial -> trial.epochs().size())
                        .sum());
    }

    private static Command command(int kind, int trial) {
        return switch (kind) {
            case 0 -> new Command.StopTrial(trial);
            case 1 -> new Command.ResumeTrial(trial, 2);
            case 2 -> new Command.DeleteTrial(trial);
            case 3 -> new Command.PauseStudy();
            default -> new Command.ResumeStudy();
        };
    }
}
