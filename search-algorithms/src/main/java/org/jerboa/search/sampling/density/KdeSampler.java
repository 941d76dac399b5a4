package org.jerboa.search.sampling.density;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.search.Constraint;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;

/** Proposes for one study; see {@link KdeSampling}. */
final class KdeSampler implements Sampler {

    private static final String STREAM = "kde";

    /** Proposals in a row that were tried before or are forbidden, until a trial is drawn at random instead. */
    private static final int MAX_PROPOSALS = 20;

    private final KdeSampling settings;
    private final SearchSpace space;
    private final long seed;
    private final Constraint allowed;
    private final Sampler random;
    private final Axis[] axes;
    private final int leastPoints;
    private final Standings standings;
    private final Normal normal = new Normal();

    KdeSampler(KdeSampling settings, SearchProblem problem, Constraint allowed) {
        this.settings = settings;
        this.space = problem.space();
        this.seed = problem.seed();
        this.allowed = allowed;
        this.random = new RandomSampling().start(problem, allowed);
        List<Parameter> parameters = space.axes();
        this.axes = new Axis[parameters.size()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = Axis.of(i, parameters.get(i));
        }
        this.leastPoints = axes.length + 1;
        // both densities need so many, and the good ones and the others are not the same
        this.standings = new Standings(2 * leastPoints, 1);
    }

    @Override
    public void changed(TrialRecord trial) {
        standings.changed(trial);
    }

    @Override
    public Optional<Configuration> propose(int trial, History history) {
        RandomGenerator stream = RandomStreams.stream(seed, STREAM, trial);
        List<TrialRecord> compared = compared();
        boolean blind = RandomNumbers.chance(settings.randomShare(), stream);
        if (blind || axes.length == 0 || compared.size() < 2 * leastPoints) {
            return random.propose(trial, history);
        }
        int good = Math.max(leastPoints, (int) (settings.topShare() * compared.size()));
        KernelDensity best = density(compared.subList(0, good), stream);
        KernelDensity others = density(compared.subList(good, compared.size()), stream);
        for (int i = 0; i < MAX_PROPOSALS; i++) {
            Configuration proposal = space.decode(best.mostLikely(others, settings, stream).at);
            if (!history.has(proposal) && allowed.allows(proposal)) {
                return Optional.of(proposal);
            }
        }
        return random.propose(trial, history);
    }

    /** Those that had the number of epochs at which trials are compared, best first. */
    private List<TrialRecord> compared() {
        List<TrialRecord> compared = new ArrayList<>();
        for (Standings.Standing standing : standings.order()) {
            if (!standing.hasLoss() || standing.depth() < standings.depth()) {
                break;
            }
            compared.add(standing.trial());
        }
        return compared;
    }

    private KernelDensity density(List<TrialRecord> trials, RandomGenerator stream) {
        return new KernelDensity(axes, trials, normal, settings.leastBandwidth(), stream);
    }
}
