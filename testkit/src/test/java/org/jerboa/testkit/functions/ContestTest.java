package org.jerboa.testkit.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final List<TestFunction> FUNCTIONS = List.of(
            TestFunctions.branin2().budget(10), TestFunctions.noisylevy4().budget(12));

    /** Draws at random, on the left of every axis or everywhere. */
    private static final class Drawing implements Searcher {

        private final SearchProblem problem;
        private final RandomGenerator random;
        private final double most;

        Drawing(SearchProblem problem, double most) {
            this.problem = problem;
            this.random = RandomStreams.stream(problem.seed(), "drawing");
            this.most = most;
        }

        @Override
        public List<Decision> ask(Ask ask) {
            List<Decision> answer = new ArrayList<>();
            for (int i = 0; i < ask.wanted(); i++) {
                answer.add(new Decision.Start(problem.space().sample(name -> most * random.nextDouble())));
            }
            return answer;
        }

        @Override
        public void tell(TrialEvent event) {}
    }

    private static Contender drawing(String name, double most) {
        return new Contender(
                name, (function, trials) -> new NamedAlgorithm(name, problem -> new Drawing(problem, most)));
    }

    private static final List<Contender> CONTENDERS = List.of(drawing("everywhere", 1), drawing("corner", 0.1));

    @Test
    void threadsHaveNoInfluence() {
        Contest contest = Contest.on(FUNCTIONS).seeds(5);

        Comparison one = contest.between(CONTENDERS);
        Comparison three = contest.threads(3).between(CONTENDERS);

        for (TestFunction function : FUNCTIONS) {
            for (String contender : one.contenders()) {
                assertThat(three.runs(function.name(), contender)).isEqualTo(one.runs(function.name(), contender));
            }
        }
    }

    @Test
    void everyRunIsThatOfAStudyByItself() {
        Comparison comparison = Contest.on(FUNCTIONS).seeds(3).between(CONTENDERS);

        FunctionRun byItself = FunctionStudy.of(FUNCTIONS.get(1))
                .seed(2)
                .run(CONTENDERS.get(0).setting().on(FUNCTIONS.get(1), 12));

        assertThat(comparison.runs("noisylevy4", "everywhere").get(2)).isEqualTo(byItself);
        assertThat(byItself.configurations()).hasSize(12);
        assertThat(comparison.scores().scores("noisylevy4", "everywhere")[2]).isEqualTo(byItself.score());
    }

    @Test
    void regretIsMeasuredFromTheOptimum() {
        Comparison comparison = Contest.on(FUNCTIONS).seeds(2).between(CONTENDERS);

        assertThat(comparison.regrets().scores("branin2", "corner")[1])
                .isEqualTo(comparison.runs("branin2", "corner").get(1).score() - 0.39788735772973816);
    }

    @Test
    void studiesMayBeSetOtherwise() {
        Comparison comparison = Contest.on(FUNCTIONS)
                .seeds(2)
                .studies(study -> study.trials(4).slots(2))
                .between(CONTENDERS);

        FunctionRun run = comparison.runs("branin2", "corner").get(0);
        assertThat(run.configurations()).hasSize(4);
        assertThat(run.time()).isEqualTo(2);
    }

    @Test
    void refusesWhatCannotBeToldApart() {
        assertThatThrownBy(() -> Contest.on(FUNCTIONS).between(List.of(drawing("a", 1), drawing("a", 0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each with its name");
        assertThatThrownBy(() -> Contest.on(List.of(FUNCTIONS.get(0), FUNCTIONS.get(0))))
                .hasMessageContaining("have one name");
        Comparison comparison = Contest.on(FUNCTIONS).seeds(1).between(CONTENDERS);
        assertThatThrownBy(() -> comparison.runs("branin2", "nobody"))
                .hasMessageContaining("no contender 'nobody' was compared; there are [everywhere, corner]");
    }

    @Test
    void aFailureInASearchIsTheContests() {
        Contender broken = new Contender(
                "broken",
                (function, trials) -> new NamedAlgorithm("broken", problem -> {
                    throw new IllegalArgumentException(
                            "cannot search " + problem.space().dimensions() + " dimensions");
                }));

        assertThatThrownBy(() -> Contest.on(FUNCTIONS).threads(2).between(List.of(broken)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot search 2 dimensions");
    }
}
