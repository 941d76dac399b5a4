package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.density.KdeSampling;
import org.jerboa.search.sampling.density.TpeSampling;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpeTest {

    private static final SearchSpace SQUARE = SearchSpace.of(real("x", 0, 1), real("y", 0, 1));

    /** A study of a bowl around (0.3, 0.3), of which so many trials have finished. */
    private static History finished(SearchProblem problem, Sampler sampler, int trials) {
        History history = new History(problem);
        proceed(history, sampler, trials);
        return history;
    }

    private static void proceed(History history, Sampler sampler, int trials) {
        int first = history.trials().size();
        for (int i = first; i < first + trials; i++) {
            Configuration configuration = sampler.propose(i, history).orElseThrow();
            TrialRecord trial = history.begin(i, configuration);
            sampler.changed(trial);
            double x = configuration.getDouble("x") - 0.3;
            double y = configuration.getDouble("y") - 0.3;
            history.epochFinished(trial, Map.of("loss", x * x + y * y));
            sampler.changed(trial);
            history.become(trial, TrialRecord.Status.COMPLETE);
            sampler.changed(trial);
        }
    }

    private static SearchProblem problem(SearchSpace space) {
        return new SearchProblem(space, List.of(Objective.minimize("loss")), 11);
    }

    /** Between 1000 and 4000 trials, so that what is there from the start and what grows in jumps does not matter. */
    @Test
    void keepsLittleOfEachTrial() throws ReflectiveOperationException {
        SearchProblem problem = problem(SQUARE);
        Sampler sampler = new TpeSampling().start(problem, c -> true);
        History history = finished(problem, sampler, 1_000);
        long before = Retained.entriesFrom(sampler);
        proceed(history, sampler, 3_000);

        // 16 numbers a trial for the two axes, with a factor of two for arrays that have just grown.
        assertThat(Retained.entriesFrom(sampler) - before).isLessThan(3_000 * 2 * 30L);
    }

    @Test
    void triesEachConfigurationOfAFiniteSpaceOnce() {
        SearchSpace space = SearchSpace.of(integer("a", 1, 5), categorical("b", "x", "y", "z"));

        Playthrough played = Playthrough.of(Tpe.trials(50).epochs(1), space, 2);

        assertThat(played.trials.values()).doesNotHaveDuplicates().hasSize(15);
    }

    @Test
    void keepsToItsConstraints() {
        Tpe search = Tpe.trials(60).epochs(1).where("below", c -> c.getDouble("y") < c.getDouble("x"));

        assertThat(Playthrough.of(search, SQUARE, 1).trials.values())
                .hasSize(60)
                .allMatch(c -> c.getDouble("y") < c.getDouble("x"));
    }

    @Test
    void rejectsConstraintsThatNothingMeets() {
        Tpe search = Tpe.trials(3).where("nothing", c -> false);

        assertThatThrownBy(() -> Playthrough.start(search, SQUARE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'nothing'", "loosen");
    }

    @Test
    void beginsAsRandomSearchDoes() {
        List<Configuration> random = Playthrough.firstStarts(RandomSearch.trials(10), SQUARE, 4);
        SearchProblem problem = new SearchProblem(SQUARE, List.of(Objective.minimize("loss")), 4);

        History history = finished(problem, new TpeSampling().start(problem, c -> true), 10);

        assertThat(history.trials()).extracting(TrialRecord::configuration).containsExactlyElementsOf(random);
    }

    /** Workers that ask one after another, before anything of theirs is known, are sent to different places. */
    @Test
    void trialsThatRunKeepOthersAway() {
        double told = 0;
        double untold = 0;
        for (long seed = 0; seed < 10; seed++) {
            told += meanDistanceToTheNearest(proposed(seed, true));
            untold += meanDistanceToTheNearest(proposed(seed, false));
        }

        assertThat(told).as("as against trials that the model is not told of").isGreaterThan(1.5 * untold);
    }

    /** Sixteen proposals after 60 trials that have finished; each of them is begun before the next, or none is. */
    private static List<Configuration> proposed(long seed, boolean begun) {
        SearchProblem problem = new SearchProblem(SQUARE, List.of(Objective.minimize("loss")), seed);
        Sampler sampler = new TpeSampling().start(problem, c -> true);
        History history = finished(problem, sampler, 60);
        return IntStream.range(60, 76)
                .mapToObj(i -> {
                    Configuration proposal = sampler.propose(i, history).orElseThrow();
                    if (begun) {
                        sampler.changed(history.begin(i, proposal));
                    }
                    return proposal;
                })
                .toList();
    }

    private static double meanDistanceToTheNearest(List<Configuration> configurations) {
        assertThat(configurations).doesNotHaveDuplicates();
        return configurations.stream()
                .mapToDouble(one -> configurations.stream()
                        .filter(other -> !other.equals(one))
                        .mapToDouble(other -> distance(one, other))
                        .min()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    private static double distance(Configuration one, Configuration other) {
        return Math.hypot(one.getDouble("x") - other.getDouble("x"), one.getDouble("y") - other.getDouble("y"));
    }

    @Test
    void learnsWhereItIsLow() {
        SearchProblem problem = problem(SQUARE);
        History history = finished(problem, new TpeSampling().start(problem, c -> true), 60);

        assertThat(history.trials().subList(30, 60))
                .filteredOn(trial -> trial.bestLoss() < 0.01)
                .as("of random draws one is that near, as the circle has 0.0314 of the square")
                .hasSizeGreaterThan(5);
    }

    @Test
    void kernelDensitiesProposeBetterTrialsThanRandomDraws() {
        SearchProblem problem = problem(SQUARE);
        History history = finished(problem, new KdeSampling().start(problem, c -> true), 60);

        // A random draw has a mean loss of 2 (1/12 + 0.2^2) = 0.247.
        assertThat(history.trials().subList(30, 60).stream()
                        .mapToDouble(TrialRecord::bestLoss)
                        .average()
                        .orElseThrow())
                .isLessThan(0.15);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3})
    void rejectsSettingsThatAreNone(int value) {
        TpeSampling tpe = new TpeSampling();
        KdeSampling kde = new KdeSampling();

        assertThatThrownBy(() -> Tpe.trials(value)).hasMessageContaining("trials (" + value + ")");
        assertThatThrownBy(() -> tpe.startupTrials(value)).hasMessageContaining("startupTrials (" + value + ")");
        assertThatThrownBy(() -> tpe.candidates(value)).hasMessageContaining("candidates (" + value + ")");
        assertThatThrownBy(() -> tpe.gamma(value)).hasMessageContaining("gamma (" + value);
        assertThatThrownBy(() -> tpe.priorWeight(value)).hasMessageContaining("priorWeight (" + value);
        assertThatThrownBy(() -> kde.topShare(value)).hasMessageContaining("topShare (" + value);
        assertThatThrownBy(() -> kde.bandwidthFactor(value)).hasMessageContaining("bandwidthFactor (" + value);
        assertThatThrownBy(() -> kde.leastBandwidth(value)).hasMessageContaining("leastBandwidth (" + value);
    }

    @Test
    void describesAllItsSettings() {
        assertThat(Tpe.trials(24).epochs(3).where("a", c -> true).describe())
                .isEqualTo("tpe(trials=24, sampling=tpe(startupTrials=10, candidates=24, gamma=0.5, priorWeight=2.0,"
                        + " multivariate), epochs=3, where=['a'])");
    }
}
