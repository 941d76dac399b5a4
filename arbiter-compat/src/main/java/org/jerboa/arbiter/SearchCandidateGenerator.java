package org.jerboa.arbiter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.generator.BaseCandidateGenerator;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jspecify.annotations.Nullable;

/**
 * Candidates from a search of Jerboa's over an Arbiter space:
 *
 * <pre>{@code
 * new SearchCandidateGenerator(Tpe.trials(100).epochs(1), space, scoreFunction)
 * }</pre>
 *
 * <p>A candidate is trained as its configuration says, and that is the one epoch which the search gives it: searches that give
 * more, such as Hyperband and ASHA, are refused when they ask for a second. Hyperparameters are those of
 * {@link ArbiterSpace}, whose studies train epoch by epoch.
 *
 * <p>The same seed gives the same candidates, as long as results arrive in the same order. For {@link
 * JerboaOptimizationRunner}, which tells it of candidates that failed, too, and asks again when a search that has nothing now
 * may have something later. Not for Arbiter's JSON. Used by one thread.
 */
public final class SearchCandidateGenerator extends BaseCandidateGenerator<Object> {

    private static final String SCORE = "score";

    private final SearchAlgorithm algorithm;
    private final Objective objective;
    private final FlatSpace flat;
    private final Deque<Configuration> proposed = new ArrayDeque<>();
    private @Nullable Searcher searcher;
    private @Nullable Long seed;
    private int started;

    /** @param scoreFunction the configuration's; whether low or high scores are wanted */
    public SearchCandidateGenerator(SearchAlgorithm algorithm, ParameterSpace<?> space, ScoreFunction scoreFunction) {
        super(untyped(space), Map.of(), false);
        this.algorithm = algorithm;
        this.objective = scoreFunction.minimize() ? Objective.minimize(SCORE) : Objective.maximize(SCORE);
        this.flat = new FlatSpace(space);
        initialize();
    }

    @SuppressWarnings("unchecked") // values are handed on, whatever they are
    private static ParameterSpace<Object> untyped(ParameterSpace<?> space) {
        return (ParameterSpace<Object>) space;
    }

    @Override
    public void setRngSeed(long rngSeed) {
        if (searcher != null) {
            throw new IllegalStateException("the search has begun; set the seed before");
        }
        seed = rngSeed;
    }

    @Override
    public boolean hasMoreCandidates() {
        if (proposed.isEmpty()) {
            ask();
        }
        return !proposed.isEmpty();
    }

    @Override
    public Candidate<Object> getCandidate() {
        if (!hasMoreCandidates()) {
            throw new IllegalStateException(algorithm.describe() + " has no more candidates now");
        }
        double[] vector = flat.vector(proposed.remove());
        int index = candidateCounter.getAndIncrement();
        try {
            return new Candidate<>(getParameterSpace().getValue(vector), index, vector, Map.of(), null);
        } catch (Exception e) { // spaces may be users' own; Arbiter's generators hand any exception on
            failed(index);
            return new Candidate<>(null, index, vector, Map.of(), e);
        }
    }

    @Override
    public void reportResults(OptimizationResult result) {
        Double score = result.getScore();
        if (score == null || score.isNaN()) {
            tell(new TrialEvent.Failed(result.getIndex(), true));
        } else {
            tell(new TrialEvent.EpochFinished(result.getIndex(), 0, Map.of(SCORE, score)));
        }
    }

    /** Arbiter has no way to tell a generator of a candidate that came to nothing. */
    void failed(int index) {
        tell(new TrialEvent.Failed(index, false));
    }

    private void tell(TrialEvent event) {
        searcher().tell(event);
        ask();
    }

    /** After each event, as a searcher expects it: it may have something to say of trials that are under way. */
    private void ask() {
        int wanted = proposed.isEmpty() ? 1 : 0;
        for (Decision decision : searcher().ask(new Searcher.Ask(started, wanted))) {
            if (decision instanceof Decision.Start start) {
                proposed.add(start.configuration());
                started++;
            } else if (!(decision instanceof Decision.Complete || decision instanceof Decision.Stop)) {
                throw new IllegalStateException(algorithm.describe() + " wants " + decision
                        + ", and a candidate of Arbiter's is trained once; set epochs(1), or take a search"
                        + " that has it");
            }
        }
    }

    private Searcher searcher() {
        if (searcher == null) {
            long from = seed == null ? rng.nextLong() : seed;
            searcher = algorithm.start(new SearchProblem(flat.space(), List.of(objective), from));
        }
        return searcher;
    }

    @Override
    public @Nullable Class<?> getCandidateType() {
        return null;
    }

    @Override
    public String toString() {
        return "SearchCandidateGenerator(" + algorithm.describe() + ")";
    }
}
