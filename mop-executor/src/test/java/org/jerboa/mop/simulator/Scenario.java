package org.jerboa.mop.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.mop.schedule.Scheduling;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.Command;

/**
 * A study drawn from a seed, with all that may befall it: workers of unlike speeds that join, leave, crash and hang, units
 * that fail, reports that come twice, checkpoints that cannot be stored, and a user who steers.
 */
final class Scenario {

    final long seed;
    final Workload work;
    final ShardOrder order;
    final boolean adaptive;
    final List<Command> commands = new ArrayList<>();
    private final RandomGenerator chance;
    private final LearningCurve curve;
    private final double bound;

    Scenario(long seed) {
        this.seed = seed;
        this.chance = RandomStreams.stream(seed, "scenario");
        this.curve = LearningCurve.drawn(seed);
        List<SimulatedWorker> workers = new ArrayList<>();
        for (int i = 1 + chance.nextInt(5); i > 0; i--) {
            workers.add(worker());
        }
        List<TrialLoad> trials = new ArrayList<>();
        for (int i = 1 + chance.nextInt(8); i > 0; i--) {
            trials.add(new TrialLoad(1 + 9 * chance.nextDouble(), 1e6, 100));
        }
        this.order = chance.nextBoolean() ? ShardOrder.SEEDED : ShardOrder.SCHEDULED;
        this.adaptive = chance.nextInt(3) == 0;
        this.work = new Workload(
                trials,
                workers,
                1 + chance.nextInt(4),
                1 + chance.nextInt(6),
                1e9,
                1 + chance.nextInt(workers.size()),
                new Network(1e-3, 1e8));
        this.bound = trials.stream().mapToDouble(TrialLoad::epochSeconds).sum() * work.epochs() / workers.size();
        if (chance.nextInt(3) > 0) {
            for (int i = 1 + chance.nextInt(5); i > 0; i--) {
                draw(chance.nextInt(9));
            }
        }
    }

    private SimulatedWorker worker() {
        return new SimulatedWorker(0.5 + chance.nextDouble(), 1 + chance.nextInt(3));
    }

    private void draw(int kind) {
        int trial = chance.nextInt(work.trials().size() + 2); // there may be no such trial, or there may be one by then
        switch (kind) {
            case 0 -> commands.add(new Command.StopTrial(trial));
            case 1 -> {
                commands.add(new Command.StopTrial(trial));
                commands.add(new Command.ResumeTrial(trial, 1 + chance.nextInt(2)));
            }
            case 2 -> commands.add(new Command.DeleteTrial(trial));
            case 3 -> {
                commands.add(new Command.PauseStudy());
                commands.add(new Command.ResumeStudy());
            }
            case 4 -> commands.add(new Command.AddTrial(configuration()));
            case 5 -> commands.add(new Command.CloneTrial(trial, configuration(), false));
            case 6 -> commands.add(new Command.CloneTrial(trial, configuration(), true));
            case 7 -> commands.add(focus());
            default -> {
                if (chance.nextInt(3) == 0) {
                    commands.add(new Command.StopStudy());
                }
            }
        }
    }

    private Configuration configuration() {
        return adaptive
                ? SimulatedHalving.configuration(chance.nextDouble())
                : AllTrials.space(work.trials().size())
                        .configuration(
                                Map.of("number", chance.nextInt(work.trials().size())));
    }

    private Command.Focus focus() {
        return new Command.Focus(
                adaptive
                        ? Map.of("x", ".." + (1 + chance.nextInt(99)) / 100.0)
                        : Map.of("number", ".." + chance.nextInt(work.trials().size())));
    }

    /** The study without anything that befalls it. */
    Simulation quiet() {
        Simulation simulation = new Simulation(work)
                .seed(seed)
                .order(order)
                .scheduler(scheduler())
                .validationShare(0.05);
        if (adaptive) {
            SimulatedHalving halving = new SimulatedHalving(work.trials().size(), 1 + work.epochs() / 2, 3);
            simulation.search(SimulatedHalving.SPACE, halving, curve);
        }
        return simulation;
    }

    private Supplier<Scheduler> scheduler() {
        Scheduling[] all = Scheduling.values();
        return () -> all[Math.floorMod(seed, all.length)].scheduler(seed);
    }

    Simulation troubled() {
        Simulation simulation = quiet().noise(0.3)
                .commitSeconds(0.2 * chance.nextDouble())
                .faults(new Faults(
                        0.03 * chance.nextDouble(),
                        0.01 * chance.nextInt(2),
                        0.1 * chance.nextDouble(),
                        0.1 * chance.nextDouble(),
                        Math.max(bound * (0.3 + chance.nextDouble()), leastCrashSeconds()),
                        Optional.of(Duration.ofSeconds(60))));
        double time = bound * chance.nextDouble() / 2;
        for (Command command : commands) {
            simulation.steer(time, command);
            time += bound * chance.nextDouble() / 4;
        }
        if (chance.nextInt(2) == 0) {
            changeWorkers(simulation);
        }
        return simulation;
    }

    /**
     * Half of what it takes to load a shard, or to train for an epoch. Either is begun again when its worker crashes: if
     * workers crashed much more often, the study would end only by a rare stroke of luck, and everything that is kept of
     * each worker would fill the memory before.
     */
    private double leastCrashSeconds() {
        double load = work.network().seconds(work.dataBytes() / work.shards());
        double epoch = work.trials().stream()
                .mapToDouble(TrialLoad::epochSeconds)
                .max()
                .orElseThrow();
        return Math.max(load, epoch) / 2;
    }

    private void changeWorkers(Simulation simulation) {
        int all = work.workers().size();
        for (int i = chance.nextInt(3); i > 0; i--) {
            Set<Integer> shards = new HashSet<>();
            for (int shard = 0; shard < work.shards(); shard++) {
                if (chance.nextBoolean()) {
                    shards.add(shard);
                }
            }
            simulation.join(bound * chance.nextDouble(), worker(), shards);
            all++;
        }
        for (int i = chance.nextInt(4); i > 0; i--) {
            simulation.leave(bound * chance.nextDouble(), chance.nextInt(all));
        }
    }
}
