package org.jerboa.search.sampling.cmaes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.search.Constraint;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Condition;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Draws a configuration block by block, and tells the blocks that it has of its result. Parameters under one condition are a
 * block, so that each branch of a conditional space is adapted to by the trials that are in it, at its own pace.
 */
final class CmaEsSampler implements Sampler {

    private static final String STREAM = "cmaes";

    /** Draws until one is new and allowed; then any configuration is taken that is. */
    private static final int ATTEMPTS = 100;

    private final SearchProblem problem;
    private final Constraint allowed;
    private final Sampler anything;
    private final List<Block> blocks = new ArrayList<>();

    /** Trials of earlier studies, until the first proposal. */
    private final List<TrialRecord> past = new ArrayList<>();

    private final Map<Integer, Drawn> underWay = new HashMap<>();
    private int restarts;

    /** What a proposal was drawn as, and from which generation of each block. */
    private record Drawn(double[] origin, int[] generations) {}

    CmaEsSampler(CmaEsSampling settings, SearchProblem problem, Constraint allowed) {
        this.problem = problem;
        this.allowed = allowed;
        this.anything = new RandomSampling().start(problem, allowed);
        List<Parameter> axes = problem.space().axes();
        Map<Optional<Condition>, List<Integer>> byCondition = new LinkedHashMap<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            byCondition
                    .computeIfAbsent(axes.get(axis).condition(), condition -> new ArrayList<>())
                    .add(axis);
        }
        byCondition.values().forEach(own -> blocks.add(new Block(axes, own, settings)));
    }

    @Override
    public Optional<Configuration> propose(int trial, History history) {
        if (!past.isEmpty()) {
            blocks.forEach(block -> block.beginAround(past));
            past.clear();
        }
        RandomGenerator random = RandomStreams.stream(problem.seed(), STREAM, trial);
        for (int i = 0; i < ATTEMPTS; i++) {
            double[] point = new double[problem.space().dimensions()];
            double[] origin = new double[point.length];
            blocks.forEach(block -> block.draw(random, point, origin));
            Configuration configuration = problem.space().decode(point);
            if (!history.has(configuration) && allowed.allows(configuration)) {
                int[] generations = blocks.stream().mapToInt(Block::generation).toArray();
                underWay.put(trial, new Drawn(origin, generations));
                blocksOf(problem.space().encode(configuration)).forEach(Block::proposed);
                return Optional.of(configuration);
            }
        }
        return anything.propose(trial, history);
    }

    private List<Block> blocksOf(double[] point) {
        return blocks.stream().filter(block -> block.isIn(point)).toList();
    }

    @Override
    public void changed(TrialRecord trial) {
        if (trial.status() == TrialRecord.Status.RUNNING) {
            return;
        }
        if (trial.number() < 0) {
            past.add(trial);
            return;
        }
        Drawn drawn = underWay.remove(trial.number());
        boolean tellsSomething = trial.depth() > 0 || trial.status() != TrialRecord.Status.STOPPED;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (drawn != null && block.isIn(trial.point())) {
                block.ended(trial, drawn.origin, drawn.generations[i], tellsSomething);
            } else if (tellsSomething && block.isIn(trial.point())) {
                block.ended(trial);
            }
        }
        List<Block> own = blocksOf(trial.point());
        if (!own.isEmpty() && own.stream().allMatch(Block::isDone)) {
            restarts++;
            RandomGenerator random = RandomStreams.stream(problem.seed(), STREAM, "restart", restarts);
            own.forEach(block -> block.restart(random));
        }
    }
}
