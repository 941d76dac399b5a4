package org.jerboa.testkit.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.integer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.junit.jupiter.api.Test;

class FunctionStudyTest {

    private static final SearchSpace SPACE = SearchSpace.of(integer("x", 0, 1000));

    /** Falls by 1 an epoch from x, but x = 13 diverges in its second epoch. */
    private static final TestFunction CURVE = TestFunction.curve(
            "falling",
            SPACE,
            4,
            (epochs, configuration) -> configuration.getInt("x") == 13 && epochs > 1
                    ? Double.NaN
                    : configuration.getInt("x") - (double) epochs);

    private static final TestFunction PLAIN =
            TestFunction.plain("plain", SPACE, configuration -> configuration.getDouble("x"));

    private static Decision.Start start(int x) {
        return new Decision.Start(configuration(x));
    }

    private static Configuration configuration(int x) {
        return SPACE.configuration(Map.of("x", x));
    }

    /** A searcher that answers from a script and writes down what it is told and asked. */
    private static final class Scripted implements Searcher {

        private final List<String> calls = new ArrayList<>();
        private final BiFunction<Ask, List<TrialEvent>, List<Decision>> script;
        private final List<TrialEvent> news = new ArrayList<>();

        Scripted(BiFunction<Ask, List<TrialEvent>, List<Decision>> script) {
            this.script = script;
        }

        @Override
        public List<Decision> ask(Ask ask) {
            calls.add("ask " + ask.nextTrial() + " wanted " + ask.wanted() + " allowed " + ask.allowed());
            List<Decision> answer = script.apply(ask, List.copyOf(news));
            news.clear();
            return answer;
        }

        @Override
        public void tell(TrialEvent event) {
            news.add(event);
            calls.add(
                    event instanceof TrialEvent.EpochFinished finished
                            ? "trial " + finished.trial() + " epoch " + finished.epoch() + " loss "
                                    + finished.metrics().get("loss")
                            : event.toString());
        }

        FunctionRun run(FunctionStudy study) {
            return study.run(new NamedAlgorithm("scripted", problem -> this));
        }
    }

    /** One trial after the other with these values, each for so many epochs. */
    private static Scripted oneAfterTheOther(int epochs, int... values) {
        return new Scripted((ask, news) -> {
            List<Decision> answer = new ArrayList<>();
            for (TrialEvent event : news) {
                if (event instanceof TrialEvent.EpochFinished finished && finished.epoch() + 1 < epochs) {
                    if (!Double.isNaN(finished.metrics().get("loss"))) {
                        answer.add(new Decision.Train(event.trial()));
                    }
                }
            }
            boolean free = answer.isEmpty();
            for (int x = ask.nextTrial(); free && x < Math.min(ask.nextTrial() + ask.wanted(), values.length); x++) {
                answer.add(start(values[x]));
            }
            return answer;
        });
    }

    @Test
    void oneSlotIsAskAndTellInTurn() {
        Scripted searcher = oneAfterTheOther(1, 30, 10, 20);

        searcher.run(FunctionStudy.of(PLAIN).trials(3));

        assertThat(searcher.calls)
                .containsExactly(
                        "ask 0 wanted 1 allowed 3",
                        "trial 0 epoch 0 loss 30.0",
                        "ask 1 wanted 1 allowed 2",
                        "trial 1 epoch 0 loss 10.0",
                        "ask 2 wanted 1 allowed 1",
                        "trial 2 epoch 0 loss 20.0",
                        "ask 3 wanted 0 allowed 0");
    }

    @Test
    void slotsTrainTogetherOnTheVirtualClock() {
        FunctionRun one = oneAfterTheOther(4, 30, 10).run(FunctionStudy.of(CURVE));
        FunctionRun two =
                oneAfterTheOther(4, 30, 10).run(FunctionStudy.of(CURVE).slots(2));

        assertThat(one.time()).isEqualTo(8);
        assertThat(two.time()).isEqualTo(4);
        assertThat(two.epochs().stream().map(FunctionRun.Epoch::trial)).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    }

    @Test
    void aSlotStaysWithItsTrial() {
        Scripted allAtOnce = new Scripted((ask, news) -> ask.nextTrial() == 0
                ? List.of(start(3), start(4))
                : news.stream()
                        .map(event -> (TrialEvent.EpochFinished) event)
                        .filter(finished -> finished.epoch() < 2)
                        .<Decision>map(finished -> new Decision.Train(finished.trial()))
                        .toList());

        FunctionRun run = allAtOnce.run(FunctionStudy.of(CURVE));

        assertThat(run.epochs().stream().map(FunctionRun.Epoch::trial)).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void anEpochBudgetEndsInTheMiddleOfATrial() {
        FunctionRun run =
                oneAfterTheOther(4, 30, 10, 20).run(FunctionStudy.of(CURVE).epochs(6));

        assertThat(run.epochs()).hasSize(6);
        assertThat(run.configurations()).hasSize(2);
    }

    /** 30 after all its four epochs is recommended before 10 after two, until 10 has had four too. */
    @Test
    void recommendsTheBestOfThoseThatTrainedLongest() {
        FunctionRun run = oneAfterTheOther(4, 30, 10, 20).run(FunctionStudy.of(CURVE));

        assertThat(run.scoreAfterEpochs(1)).isEqualTo(26);
        assertThat(run.scoreAfterEpochs(6)).isEqualTo(26);
        assertThat(run.scoreAfterEpochs(8)).isEqualTo(6);
        assertThat(run.score()).isEqualTo(6);
        assertThat(run.scoreAfterTrials(1)).isEqualTo(26);
        assertThat(run.scoreAfterTrials(1000)).isEqualTo(6);
        assertThat(run.fullTrainings()).isEqualTo(3);
        assertThatThrownBy(() -> run.scoreAfterTrials(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Seen through noise, the first two are in an order that differs from the true one. */
    @Test
    void choosesByWhatWasSeenAndScoresWhatIsTrue() {
        TestFunction noisy = PLAIN.noise(100);
        FunctionRun run =
                oneAfterTheOther(1, 30, 10).run(FunctionStudy.of(noisy).seed(0));
        double first = 30 + 100 * Noise.normal(0, 0, 0);
        double second = 10 + 100 * Noise.normal(0, 1, 0);

        assertThat(first).isLessThan(second);
        assertThat(run.score()).isEqualTo(30);
    }

    @Test
    void theFirstWinsTies() {
        TestFunction flat = TestFunction.plain("flat", SPACE, configuration -> 1);
        FunctionRun run = oneAfterTheOther(1, 30, 10).run(FunctionStudy.of(flat));

        assertThat(run.recommendedAfterEpochs(2)).isEqualTo(configuration(30));
    }

    @Test
    void aTrialThatDivergesFailsAndScoresOne() {
        Scripted searcher = oneAfterTheOther(4, 13);
        FunctionRun run = searcher.run(FunctionStudy.of(CURVE));

        assertThat(searcher.calls)
                .contains("trial 0 epoch 1 loss NaN", "Failed[trial=0, diverged=true]")
                .endsWith("ask 1 wanted 1 allowed 2147483646");
        assertThat(run.score()).isEqualTo(1);
    }

    /** A parent at 30 - 4 = 26; 28 - 1 and 28 - 2 are no less. */
    @Test
    void aCloneGoesOnFromItsParentsLoss() {
        Scripted searcher = new Scripted((ask, news) -> {
            if (ask.nextTrial() == 0) {
                return List.of(start(30));
            }
            TrialEvent.EpochFinished finished = (TrialEvent.EpochFinished) news.get(0);
            if (finished.trial() == 0 && finished.epoch() < 3) {
                return List.of(new Decision.Train(0));
            }
            return finished.trial() == 0 ? List.of(new Decision.Clone(0, configuration(28))) : List.of();
        });

        FunctionRun run = searcher.run(FunctionStudy.of(CURVE));

        assertThat(run.epochs()).hasSize(5).endsWith(new FunctionRun.Epoch(1, 3, 25));
        assertThat(searcher.calls).contains("trial 1 epoch 0 loss 25.0");
    }

    @Test
    void sameSettingsGiveTheSameRun() {
        FunctionStudy study = FunctionStudy.of(CURVE.noise(0.1)).slots(3).unevenTrials();

        assertThat(oneAfterTheOther(4, 9, 7, 8, 5, 6).run(study))
                .isEqualTo(oneAfterTheOther(4, 9, 7, 8, 5, 6).run(study));
    }

    @Test
    void refusesWhatBreaksTheProtocol() {
        Scripted tooMany = new Scripted((ask, news) -> List.of(start(1), start(2)));
        Scripted unknown = new Scripted((ask, news) -> List.of(new Decision.Train(4)));
        Scripted twice = new Scripted((ask, news) -> List.of(start(1), new Decision.Train(0)));

        assertThatThrownBy(() -> tooMany.run(FunctionStudy.of(PLAIN).trials(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scripted on plain with seed 0")
                .hasMessageContaining("2 trials where 1 are allowed");
        assertThatThrownBy(() -> unknown.run(FunctionStudy.of(PLAIN))).hasMessageContaining("there are 0 trials");
        assertThatThrownBy(() -> twice.run(FunctionStudy.of(PLAIN)))
                .hasMessageContaining("trial 0 is in training already");
    }
}
