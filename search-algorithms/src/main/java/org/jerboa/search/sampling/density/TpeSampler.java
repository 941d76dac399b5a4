package org.jerboa.search.sampling.density;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jerboa.search.Constraint;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;

/** Proposes for one study; see {@link TpeSampling}. */
final class TpeSampler implements Sampler {

    private static final String STREAM = "tpe";

    /** Proposals in a row that were tried before or are forbidden, until a trial is drawn at random instead. */
    private static final int MAX_PROPOSALS = 20;

    private final TpeSampling settings;
    private final SearchSpace space;
    private final long seed;
    private final Constraint allowed;
    private final Sampler random;
    private final List<String> names;
    private final List<Block> blocks;
    private final Standings standings;

    /** Trials that the blocks know. */
    private final Set<TrialRecord> begun = new HashSet<>();

    TpeSampler(TpeSampling settings, SearchProblem problem, Constraint allowed) {
        this.settings = settings;
        this.space = problem.space();
        this.seed = problem.seed();
        this.allowed = allowed;
        this.random = new RandomSampling().start(problem, allowed);
        this.names = space.axes().stream().map(Parameter::name).toList();
        this.blocks = blocks(settings, space.axes());
        this.standings = new Standings(Math.min(settings.startupTrials(), names.size() + 1), settings.minEpochs());
    }

    private static List<Block> blocks(TpeSampling settings, List<Parameter> parameters) {
        Map<Object, List<Axis>> together = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            Object key = settings.multivariate() ? parameters.get(i).condition() : Integer.valueOf(i);
            together.computeIfAbsent(key, any -> new ArrayList<>()).add(Axis.of(i, parameters.get(i)));
        }
        Normal normal = new Normal();
        return together.values().stream()
                .map(axes -> new Block(
                        axes,
                        parameters.get(axes.get(0).index()).condition().isPresent(),
                        normal,
                        settings.priorWeight()))
                .toList();
    }

    @Override
    public void changed(TrialRecord trial) {
        if (begun.add(trial)) {
            blocks.stream().filter(block -> block.has(trial)).forEach(block -> block.add(trial));
        }
        if (standings.changed(trial)) {
            blocks.stream().filter(block -> block.has(trial)).forEach(block -> block.addResult(trial));
        }
    }

    @Override
    public Optional<Configuration> propose(int trial, History history) {
        if (standings.withLoss() < settings.startupTrials() || blocks.isEmpty()) {
            return random.propose(trial, history);
        }
        split();
        RandomGenerator stream = RandomStreams.stream(seed, STREAM, trial);
        for (int i = 0; i < MAX_PROPOSALS; i++) {
            Configuration proposal = draw(stream);
            if (!history.has(proposal) && allowed.allows(proposal)) {
                return Optional.of(proposal);
            }
        }
        return random.propose(trial, history);
    }

    private void split() {
        List<TrialRecord> best = best(standings.order(), settings.goodOf(standings.size()));
        double least = 1.0 / (1 + standings.size());
        for (Block block : blocks) {
            block.split(bestOf(block, best), least);
        }
    }

    private static List<TrialRecord> best(List<Standings.Standing> order, int most) {
        return order.stream()
                .limit(most)
                .takeWhile(Standings.Standing::hasLoss)
                .map(Standings.Standing::trial)
                .toList();
    }

    /**
     * The best of all trials that have the block. Of a conditional one there may be few or none, as its branch has not been
     * tuned yet: then the best that there are in it, as many as there would be in a study of that branch.
     */
    private List<TrialRecord> bestOf(Block block, List<TrialRecord> best) {
        List<TrialRecord> own = best.stream().filter(block::has).toList();
        if (!block.isConditional() || own.size() >= settings.goodOf(block.size())) {
            return own;
        }
        return standings.order().stream()
                .takeWhile(Standings.Standing::hasLoss)
                .map(Standings.Standing::trial)
                .filter(block::has)
                .limit(settings.goodOf(block.size()))
                .toList();
    }

    /** Block after block, parents first; a block whose condition does not hold is left out. */
    private Configuration draw(RandomGenerator stream) {
        Point point = new Point(names.size());
        for (Block block : blocks) {
            if (!block.isConditional()
                    || space.decode(point.at).has(names.get(block.first().index()))) {
                block.propose(stream, settings.candidates(), point);
            }
        }
        return space.decode(point.at);
    }
}
