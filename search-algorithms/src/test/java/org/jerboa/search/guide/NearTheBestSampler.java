package org.jerboa.search.guide;

import java.util.Comparator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.search.Constraint;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchProblem;

/** One study's proposals by {@link NearTheBest}. */
final class NearTheBestSampler implements Sampler {

    /** Draws after which the space counts as exhausted. */
    private static final int ATTEMPTS = 1000;

    private final NearTheBest settings;
    private final SearchProblem problem;
    private final Constraint allowed;

    NearTheBestSampler(NearTheBest settings, SearchProblem problem, Constraint allowed) {
        this.settings = settings;
        this.problem = problem;
        this.allowed = allowed;
    }

    @Override
    public Optional<Configuration> propose(int trial, History history) {
        Optional<TrialRecord> best = history.trials().stream()
                .filter(other -> other.bestLoss() < Double.POSITIVE_INFINITY)
                .min(Comparator.comparingDouble(TrialRecord::bestLoss).thenComparingInt(TrialRecord::number));
        RandomGenerator random = RandomStreams.stream(problem.seed(), "nearTheBest", trial);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // The farther, the longer nothing new has been found: in the end anywhere.
            double reach = settings.reach() + (1 - settings.reach()) * attempt / ATTEMPTS;
            Configuration candidate = problem.space().decode(draw(best, reach, random));
            if (allowed.allows(candidate) && !history.has(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private double[] draw(Optional<TrialRecord> best, double reach, RandomGenerator random) {
        double[] point = new double[problem.space().dimensions()];
        for (int axis = 0; axis < point.length; axis++) {
            double centre = best.isPresent() ? best.get().point()[axis] : Double.NaN;
            // NaN: the best trial does not have this parameter, as its condition does not hold there.
            point[axis] = Double.isNaN(centre)
                    ? random.nextDouble()
                    : Math.min(1, Math.max(0, centre + reach * (2 * random.nextDouble() - 1)));
        }
        return point;
    }
}
