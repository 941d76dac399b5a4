package org.jerboa.search.sampling.genetic;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.search.Constraint;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchProblem;

/** Proposes founders until enough trials have a result, then has those that survive breed, one child at a time. */
final class BreedingSampler implements Sampler {

    /** Children until one is new and allowed; then any configuration is taken that is. */
    private static final int ATTEMPTS = 100;

    private final String stream;
    private final SearchProblem problem;
    private final Constraint allowed;
    private final Sampler founders;
    private final Sampler anything;
    private final Survivors survivors;
    private final Breeding breeding;
    private final int founding;

    /**
     * @param stream name of all that is random in breeding
     * @param founding trials with a result before the first child, at least 1
     */
    BreedingSampler(
            String stream,
            SearchProblem problem,
            Constraint allowed,
            Sampling founders,
            Survivors survivors,
            Breeding breeding,
            int founding) {
        this.stream = stream;
        this.problem = problem;
        this.allowed = allowed;
        this.founders = founders.start(problem, allowed);
        this.anything = new RandomSampling().start(problem, allowed);
        this.survivors = survivors;
        this.breeding = breeding;
        this.founding = founding;
    }

    @Override
    public Optional<Configuration> propose(int trial, History history) {
        Optional<Configuration> proposal =
                survivors.fittestFirst().size() < founding ? founders.propose(trial, history) : child(trial, history);
        return proposal.isPresent() ? proposal : anything.propose(trial, history);
    }

    private Optional<Configuration> child(int trial, History history) {
        RandomGenerator random = RandomStreams.stream(problem.seed(), stream, trial);
        for (int i = 0; i < ATTEMPTS; i++) {
            double[] genes =
                    breeding.child(survivors.fittestFirst(), problem.space().axes(), random);
            Configuration child = problem.space().decode(genes);
            if (!history.has(child) && allowed.allows(child)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    @Override
    public void changed(TrialRecord trial) {
        founders.changed(trial);
        boolean ended = trial.status() == TrialRecord.Status.COMPLETE || trial.status() == TrialRecord.Status.STOPPED;
        if (ended && trial.bestLoss() < Double.POSITIVE_INFINITY) {
            survivors.add(trial);
        }
    }
}
