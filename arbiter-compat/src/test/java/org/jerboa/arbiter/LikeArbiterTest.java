package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.arbiter.scoring.impl.EvaluationScoreFunction;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.classification.Evaluation.Metric;

/** Arbiter's own runner runs in the same test: the same seeds must give the same candidates, weights and scores. */
@Timeout(600)
class LikeArbiterTest {

    private static final int CANDIDATES = 4;

    static Stream<Arguments> searches() {
        Supplier<CandidateGenerator> random = () -> firstOf(Spaces.sequential());
        Supplier<CandidateGenerator> grid = () -> new GridSearchCandidateGenerator(
                Spaces.sequential(), 2, GridSearchCandidateGenerator.Mode.Sequential, Map.of());
        Supplier<CandidateGenerator> graph = () -> firstOf(Spaces.graph());
        return Stream.of(
                Arguments.of("random search", random), Arguments.of("grid search", grid), Arguments.of("graph", graph));
    }

    /** Ends by itself, since Arbiter at several threads starts more than it is asked for. */
    private static CandidateGenerator firstOf(ParameterSpace<?> space) {
        return new RandomSearchGenerator(space) {
            @Override
            public boolean hasMoreCandidates() {
                return candidateCounter.get() < CANDIDATES;
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("searches")
    void sameCandidatesSameScores(String name, Supplier<CandidateGenerator> generator) throws IOException {
        Function<OptimizationConfiguration, IOptimizationRunner> arbiter =
                configuration -> new LocalOptimizationRunner(CANDIDATES, configuration);
        Map<Integer, OptimizationResult> expected = run(arbiter, generator.get());
        Map<Integer, OptimizationResult> actual = run(JerboaOptimizationRunner::new, generator.get());

        assertThat(expected).hasSizeGreaterThanOrEqualTo(CANDIDATES);
        for (int index = 0; index < CANDIDATES; index++) {
            OptimizationResult ours = actual.get(index);
            OptimizationResult theirs = expected.get(index);
            assertThat(ours.getCandidate().getFlatParameters())
                    .isEqualTo(theirs.getCandidate().getFlatParameters());
            assertThat(ours.getCandidate().getValue())
                    .isEqualTo(theirs.getCandidate().getValue());
            assertThat(ours.getScore()).isEqualTo(theirs.getScore());
            assertThat(weights(ours)).isEqualTo(weights(theirs));
        }
    }

    private static Map<Integer, OptimizationResult> run(
            Function<OptimizationConfiguration, IOptimizationRunner> runners, CandidateGenerator generator)
            throws IOException {
        IOptimizationRunner runner = runners.apply(configuration(generator, CANDIDATES));
        runner.execute();
        Map<Integer, OptimizationResult> results = new TreeMap<>();
        for (ResultReference reference : runner.getResults()) {
            OptimizationResult result = reference.getResult();
            results.put(result.getIndex(), result);
        }
        return results;
    }

    private static Object weights(OptimizationResult result) throws IOException {
        return ((Model) result.getResultReference().getResultModel()).params();
    }

    private static OptimizationConfiguration configuration(CandidateGenerator generator, int candidates) {
        return new OptimizationConfiguration.Builder()
                .candidateGenerator(generator)
                .dataSource(Points.class, null)
                .modelSaver(new InMemoryResultSaver())
                .scoreFunction(new TestSetLossScoreFunction())
                .terminationConditions(new MaxCandidatesCondition(candidates))
                .rngSeed(99)
                .build();
    }

    /**
     * Arbiter gives a candidate to its thread and only then tells that it is created: the order of that and of what the
     * candidate tells itself is chance there, so each is compared beside what the thread of the search tells.
     */
    @Test
    void tellsWhatArbiterTellsInTheSameOrderAndWhenCandidatesRun() {
        List<String> expected = events(LocalOptimizationRunner::new);
        List<String> all = events(JerboaOptimizationRunner::new);
        assertThat(all).contains("0 Running null", "1 Running null");
        List<String> actual = without("Running", all);
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(without("Created", actual)).isEqualTo(without("Created", expected));
        assertThat(without("iteration|Complete", actual)).isEqualTo(without("iteration|Complete", expected));
    }

    private static List<String> without(String words, List<String> events) {
        return events.stream()
                .filter(Pattern.compile(words).asPredicate().negate())
                .toList();
    }

    private static List<String> events(Function<OptimizationConfiguration, IOptimizationRunner> runners) {
        OptimizationConfiguration configuration = configuration(new RandomSearchGenerator(Spaces.sequential()), 2);
        configuration.setScoreFunction(new EvaluationScoreFunction(Metric.ACCURACY));
        IOptimizationRunner runner = runners.apply(configuration);
        Recorder recorder = new Recorder();
        runner.addListeners(recorder);
        runner.execute();
        return recorder.events();
    }
}
