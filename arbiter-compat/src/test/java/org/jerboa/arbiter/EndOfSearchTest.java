package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.SinglePointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every search ends, with numbers that add up, and says why. */
@Timeout(600)
class EndOfSearchTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void candidatesThatFailInGenerationCount(int threads) {
        var runner = new JerboaOptimizationRunner(
                threads,
                Searches.base(new RandomSearchGenerator(new Impossible()), new MaxCandidatesCondition(5))
                        .build(),
                Searches.scores(value -> value));
        Recorder recorder = new Recorder();
        runner.addListeners(recorder);
        runner.execute();
        assertThat(runner.numCandidatesTotal()).isEqualTo(5);
        assertThat(runner.numCandidatesFailed()).isEqualTo(5);
        assertThat(runner.endReason()).hasValue("the termination condition MaxCandidatesCondition(5) is met");
        assertThat(Searches.info(runner, 4).getExceptionStackTrace()).contains("no such value");
        assertThat(recorder.events()).contains("4 Failed null", "runner 5 0 5 -1");
    }

    @Test
    void generatorOfNothingButFailuresIsNotAskedForEver() {
        var runner = new JerboaOptimizationRunner(
                Searches.base(new RandomSearchGenerator(new Impossible()), new MaxTimeCondition(1, TimeUnit.DAYS))
                        .build(),
                Searches.scores(value -> value));
        runner.execute();
        assertThat(runner.numCandidatesFailed()).isEqualTo(CandidateLoop.FAILURES_IN_A_ROW);
        assertThat(runner.endReason().orElseThrow()).startsWith("1000 candidates in a row failed in generation");
    }

    private static final class Impossible extends ContinuousParameterSpace {
        Impossible() {
            super(0, 1);
        }

        @Override
        public Double getValue(double[] input) {
            throw new IllegalArgumentException("no such value");
        }
    }

    @Test
    void generatorThatIsExhaustedEndsTheSearch() {
        var grid = new GridSearchCandidateGenerator(
                Spaces.numbers(), 2, GridSearchCandidateGenerator.Mode.Sequential, Map.of());
        var runner = new JerboaOptimizationRunner(
                2, Searches.base(grid, new MaxCandidatesCondition(5)).build(), Searches.scores(value -> value));
        runner.execute();
        assertThat(runner.numCandidatesTotal()).isEqualTo(2);
        assertThat(runner.numCandidatesCompleted()).isEqualTo(2);
        assertThat(runner.bestScoreCandidateIndex()).isZero();
        assertThat(runner.endReason())
                .hasValue("the candidate generator has no more candidates, though no termination condition is met");
    }

    /** Arbiter looks for a second parent among one for ever; here mutation alone finds something new. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void smallestPopulationsBreed(int size) {
        ScoreFunction function = new TestSetLossScoreFunction();
        var generator = new GeneticSearchCandidateGenerator.Builder(Spaces.numbers(), function)
                .populationModel(
                        new PopulationModel.Builder().populationSize(size).build())
                .build();
        var runner = new JerboaOptimizationRunner(
                Searches.base(generator, new MaxCandidatesCondition(40)).build(), Searches.scores(value -> value));
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(40);
        // The score of a candidate is its only gene.
        assertThat(runner.getCandidateStatus())
                .extracting(CandidateInfo::getScore)
                .as("none is tried twice")
                .doesNotHaveDuplicates();
    }

    /** The candidates are numbers between 0 and 1, and their scores they themselves: genes and fitness must stay equal. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mutationLeavesParentsAloneUnlessArbitersWayIsWanted(boolean arbitersWay) {
        var operators = new GeneticSelectionOperator.Builder()
                .crossoverOperator(
                        new SinglePointCrossover.Builder().crossoverRate(0).build())
                .mutationOperator(
                        new RandomMutationOperator.Builder().mutationRate(1).build())
                .build();
        var generator = new GeneticSearchCandidateGenerator.Builder(Spaces.numbers(), new TestSetLossScoreFunction())
                .populationModel(new PopulationModel.Builder().populationSize(6).build())
                .selectionOperator(operators)
                .build();
        var runner = new JerboaOptimizationRunner(
                Searches.base(generator, new MaxCandidatesCondition(20)).build(), Searches.scores(value -> value));
        if (arbitersWay) {
            runner.restore(ArbiterBehaviour.MUTATED_PARENTS);
        }
        runner.execute();
        // In Arbiter the changed parent also counts as tried already, and soon nothing new is found.
        assertThat(runner.numCandidatesCompleted() == 20).isEqualTo(!arbitersWay);
        assertThat(generator.getPopulationModel().getPopulation().stream()
                        .allMatch(member -> member.getGenes()[0] == member.getFitness()))
                .isEqualTo(!arbitersWay);
    }

    @Test
    void noMoreCandidatesThanAskedFor() {
        for (int run = 0; run < 20; run++) {
            var runner = new JerboaOptimizationRunner(
                    2, Searches.numbers(new MaxCandidatesCondition(3)), Searches.scores(value -> value));
            runner.execute();
            assertThat(runner.numCandidatesTotal()).isEqualTo(3);
            assertThat(runner.numCandidatesCompleted()).isEqualTo(3);
        }
    }

    @Test
    void arbitersExtraCandidatesComeBackByChoice() {
        CyclicBarrier inPairs = new CyclicBarrier(2);
        var tasks = new Searches.FunctionTasks((index, value) -> {
            inPairs.await(); // two are always under way, so one more is when the third has ended
            return value;
        });
        var runner = new JerboaOptimizationRunner(2, Searches.numbers(new MaxCandidatesCondition(3)), tasks);
        runner.restore(ArbiterBehaviour.EXTRA_CANDIDATES);
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(4);
    }

    /** The result of a candidate under way at the end was lost in Arbiter, if another thread was slow to hand it over. */
    @Test
    void resultOfACandidateUnderWayAtTheEndCounts() {
        CountDownLatch ending = new CountDownLatch(1);
        var condition = new MaxTimeCondition(0, TimeUnit.SECONDS) {
            private boolean asked;

            @Override
            public boolean terminate(IOptimizationRunner runner) {
                boolean answer = asked; // nobody is to wait for a clock: it is over at the second look
                asked = true;
                if (answer) {
                    ending.countDown();
                }
                return answer;
            }
        };
        var runner =
                new JerboaOptimizationRunner(Searches.numbers(condition), new Searches.FunctionTasks((index, value) -> {
                    ending.await();
                    return value;
                }));
        Recorder recorder = new Recorder();
        runner.addListeners(recorder);
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(1);
        assertThat(runner.numCandidatesQueued()).isZero();
        assertThat(runner.bestScoreCandidateIndex()).isZero();
        assertThat(recorder.events()).endsWith("runner 1 1 0 0", "shutdown");
    }

    @Test
    void whatIsNotANumberIsNeverTheBest() {
        List<Double> scores = List.of(Double.NaN, 0.5, 0.9, 0.5);
        var runner = new JerboaOptimizationRunner(
                Searches.numbers(new MaxCandidatesCondition(4)),
                new Searches.FunctionTasks((index, value) -> scores.get(index)));
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(4);
        assertThat(runner.bestScore()).isEqualTo(0.5);
        assertThat(runner.bestScoreCandidateIndex()).isEqualTo(1);
    }

    @Test
    void listenerShutsTheSearchDown() {
        var runner = new JerboaOptimizationRunner(
                Searches.numbers(new MaxTimeCondition(1, TimeUnit.DAYS)), Searches.scores(value -> value));
        runner.addListeners(new BaseStatusListener() {
            @Override
            public void onCandidateStatusChange(
                    CandidateInfo info, IOptimizationRunner told, OptimizationResult result) {
                if (info.getIndex() == 2 && result != null) {
                    told.shutdown(true);
                }
            }
        });
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isGreaterThanOrEqualTo(3);
        assertThat(runner.numCandidatesTotal()).isEqualTo(runner.numCandidatesCompleted());
        assertThat(runner.endReason()).hasValue("the search was shut down");
    }

    @Test
    void shutdownWithoutWaitingCancels() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        var runner = new JerboaOptimizationRunner(
                Searches.numbers(new MaxCandidatesCondition(4)), new Searches.FunctionTasks((index, value) -> {
                    running.countDown();
                    never.await();
                    return value;
                }));
        Thread search = new Thread(runner::execute);
        search.start();
        running.await();
        runner.shutdown(false);
        search.join();
        assertThat(runner.numCandidatesTotal()).isEqualTo(1);
        assertThat(runner.numCandidatesFailed()).isEqualTo(1);
        assertThat(Searches.info(runner, 0).getCandidateStatus()).isEqualTo(CandidateStatus.Cancelled);
    }

    @Test
    void shutdownWaitsNoLongerThanItWasTold() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        var condition = new MaxTimeCondition(0, TimeUnit.SECONDS) {
            @Override
            public boolean terminate(IOptimizationRunner told) {
                return running.getCount() == 0;
            }
        };
        var runner =
                new JerboaOptimizationRunner(Searches.numbers(condition), new Searches.FunctionTasks((index, value) -> {
                    running.countDown();
                    never.await();
                    return value;
                }));
        runner.setShutdownMaxWaitMS(1);
        runner.execute();
        assertThat(runner.numCandidatesFailed()).isEqualTo(1);
        assertThat(Searches.info(runner, 0).getExceptionStackTrace()).isEqualTo("not done PT0.001S after the end");
    }

    @Test
    void leavesNoThreads() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int run = 0; run < 8; run++) {
            new JerboaOptimizationRunner(
                            2, Searches.numbers(new MaxCandidatesCondition(4)), Searches.scores(value -> value))
                    .execute();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().startsWith("jerboa-candidate")) {
                thread.join(TimeUnit.MINUTES.toMillis(5));
                assertThat(thread.isAlive())
                        .as("%s outlives its search", thread)
                        .isFalse();
            }
        }
    }

    @Test
    void runsOnce() {
        var runner = new JerboaOptimizationRunner(
                Searches.numbers(new MaxCandidatesCondition(1)), Searches.scores(value -> value));
        runner.execute();
        assertThatThrownBy(runner::execute)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this runner has run already; make a new one");
    }

    @Test
    void refusesWhatCannotRun() {
        assertThatThrownBy(() -> new JerboaOptimizationRunner(Searches.numbers()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no termination condition");
        var numbers = Searches.numbers(new MaxCandidatesCondition(1));
        assertThatThrownBy(() -> new JerboaOptimizationRunner(numbers))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no task creator is registered for the parameter space");
        assertThatThrownBy(() -> new JerboaOptimizationRunner(0, numbers, Searches.scores(value -> value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxConcurrentTasks must be > 0 (got: 0)");
    }
}
