package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.testkit.watch.Invariants;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invariants over many studies that differ in everything, and each of them against what comes of training its trials
 * one after another, and against the same study without trouble. {@code -Djerboa.test.simulations} makes them more, {@code
 * -Djerboa.test.firstSeed} makes them others.
 */
class SimulatedStudiesTest {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedStudiesTest.class);

    private static final int STUDIES = Integer.getInteger("jerboa.test.simulations", 1200);
    private static final long FIRST = Long.getLong("jerboa.test.firstSeed", 0);

    /** Ten times and more of what any of many thousand studies had. */
    private static final int MOST_EVENTS = 50_000;

    private final Map<String, Integer> seen = new TreeMap<>();
    private final Map<StudyStatus, Integer> ends = new EnumMap<>(StudyStatus.class);
    private int gaveUp;

    @Test
    void everyStudyKeepsTheInvariantsAndComesToWhatItsTwinsComeTo() {
        LOG.info("Simulating studies of seeds {} to {}", FIRST, FIRST + STUDIES - 1);
        for (long seed = FIRST; seed < FIRST + STUDIES; seed++) {
            play(seed);
        }
        LOG.info("Seeds {} to {} held; what happened in them: {}, {}", FIRST, FIRST + STUDIES - 1, seen, ends);
        assertThat(gaveUp).as("trials that gave up, of %d studies", STUDIES).isLessThan(STUDIES);
        if (STUDIES >= 1000) {
            assertThat(seen.keySet())
                    .as("everything that can happen to a study happened")
                    .contains("WorkerJoined", "WorkerLeft", "WorkerChanged", "UnitFailed", "CheckpointFailed")
                    .containsAll(List.of(Command.class.getPermittedSubclasses()).stream()
                            .map(Class::getSimpleName)
                            .toList());
        }
    }

    /**
     * One worker of three is left after the first seconds, and has to load a shard anew, or to train for an epoch, in
     * ten to twenty times the mean time between crashes that was drawn at first.
     */
    @ParameterizedTest
    @ValueSource(longs = {103_480, 105_899, 118_548})
    void studiesEndThoughTheirLastWorkerCrashesOverAndOver(long seed) {
        play(seed);

        assertThat(ends).containsOnlyKeys(StudyStatus.COMPLETED);
    }

    private void play(long seed) {
        try {
            play(new Scenario(seed));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " (alone: -Djerboa.test.simulations=1 -Djerboa.test.firstSeed=" + seed + "): "
                            + e.getMessage(),
                    e);
        }
    }

    private void play(Scenario scenario) {
        Watched still = watch(scenario, scenario.quiet());
        Watched shaken = watch(scenario, scenario.troubled());
        shaken.trials.stream()
                .filter(trial -> trial.status() == TrialStatus.FAILED)
                .forEach(trial -> gaveUp++);
        if (scenario.order == ShardOrder.SEEDED && !scenario.adaptive) {
            compareEach(scenario, still, shaken);
        } else if (scenario.order == ShardOrder.SEEDED) {
            compareWhole(still, shaken);
        }
    }

    private Watched watch(Scenario scenario, Simulation simulation) {
        Watched watched = new Watched();
        Invariants invariants = Invariants.over(scenario.work.shards(), 1, 0);
        SequentialTwin sequential = new SequentialTwin(simulation, scenario.work.shards());
        SimulationResult result = simulation
                .listener(invariants)
                .listener(sequential)
                .listener((event, progress) -> note(event, watched))
                .run();
        watched.trials = result.trials();
        invariants.assertNoneViolated();
        assertThat(sequential.differences()).isEmpty();
        if (simulation.noise == 0) {
            assertThat(result.ratio()).as("makespan over its lower bound").isGreaterThan(1 - 1e-6);
        }
        return watched;
    }

    private void note(StudyEvent event, Watched watched) {
        if (++watched.events > MOST_EVENTS) {
            throw new AssertionError("the study has not ended after " + MOST_EVENTS + " events");
        }
        if (event instanceof StudyEvent.Steered steered) {
            watched.accepted.add(steered.command());
            seen.merge(steered.command().getClass().getSimpleName(), 1, Integer::sum);
        } else if (event instanceof StudyEvent.StudyEnded end) {
            watched.end = end.status();
            ends.merge(end.status(), 1, Integer::sum);
        } else {
            seen.merge(event.getClass().getSimpleName(), 1, Integer::sum);
        }
    }

    /** Trials decide nothing about each other: those that nobody steered must have come to the same. */
    private static void compareEach(Scenario scenario, Watched still, Watched shaken) {
        Set<Integer> touched =
                shaken.touched(AllTrials.space(scenario.work.trials().size()));
        for (Trial trial : shaken.trials) {
            if (touched.contains(trial.id()) || trial.status() == TrialStatus.FAILED) {
                continue;
            }
            boolean whole = shaken.end == StudyStatus.COMPLETED;
            if (trial.id() < still.trials.size()) {
                List<Object> quiet = metrics(still.trials.get(trial.id()));
                List<Object> present = metrics(trial);
                assertThat(present)
                        .as("trial %d", trial.id())
                        .isEqualTo(whole ? quiet : quiet.subList(0, present.size()));
            }
            if (whole) {
                assertThat(trial.status()).as("trial %d", trial.id()).isEqualTo(TrialStatus.COMPLETED);
                assertThat(trial.epochs()).as("trial %d", trial.id()).hasSize(scenario.work.epochs());
            }
        }
    }

    /** Where trials decide about each other, all have to come to the same, or none need. */
    private static void compareWhole(Watched still, Watched shaken) {
        boolean onlyPaused = shaken.accepted.stream()
                .allMatch(command -> command instanceof Command.PauseStudy || command instanceof Command.ResumeStudy);
        boolean failed = shaken.trials.stream().anyMatch(trial -> trial.status() == TrialStatus.FAILED);
        if (onlyPaused && !failed) {
            assertThat(shaken.trials.stream().map(SimulatedStudiesTest::metrics).toList())
                    .isEqualTo(still.trials.stream()
                            .map(SimulatedStudiesTest::metrics)
                            .toList());
            assertThat(shaken.trials.stream().map(Trial::status).toList())
                    .isEqualTo(still.trials.stream().map(Trial::status).toList());
        }
    }

    private static List<Object> metrics(Trial trial) {
        List<Object> metrics = new ArrayList<>();
        trial.epochs().forEach(epoch -> metrics.add(epoch.metrics()));
        return metrics;
    }

    /** What came of one run. */
    private static final class Watched {

        private final List<Command> accepted = new ArrayList<>();
        private List<Trial> trials = List.of();
        private StudyStatus end = StudyStatus.COMPLETED;
        private int events;

        /** Trials whose user ended them or had them trained for longer. */
        Set<Integer> touched(SearchSpace space) {
            Set<Integer> touched = new HashSet<>();
            for (Command command : accepted) {
                if (command instanceof Command.StopTrial stop) {
                    touched.add(stop.trial());
                } else if (command instanceof Command.ResumeTrial resume) {
                    touched.add(resume.trial());
                } else if (command instanceof Command.DeleteTrial delete) {
                    touched.add(delete.trial());
                } else if (command instanceof Command.Focus focus) {
                    SearchSpace part = space.narrow(focus.bounds());
                    trials.stream()
                            .filter(trial -> !part.contains(trial.configuration()))
                            .forEach(trial -> touched.add(trial.id()));
                }
            }
            return touched;
        }
    }
}
