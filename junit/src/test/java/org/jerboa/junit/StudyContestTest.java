package org.jerboa.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class StudyContestTest {

    @TempDir
    static Path folder;

    @StudyContest(study = "blobs", score = "loss", epochs = 6, seeds = 2)
    static class OfAClass {

        static Study<PlainMlp> blobs(SearchAlgorithm search, long seed) {
            Blobs blobs = new Blobs(4, 2, 3);
            return Study.of(
                            SearchSpace.of(Parameter.real("learningRate").log(1e-2, 1e-1)),
                            PlainMlpHandler.of(blobs.schema()))
                    .data(blobs.dataset(2, 120, 60))
                    .search(search)
                    .maximize("accuracy")
                    .seed(seed)
                    .on(watched(MopExecutor.threads(2)));
        }

        static double loss(StudyResult<?> result) {
            return result.best().epoch().metrics().get("loss");
        }

        @Competitor
        static SearchAlgorithm many(int epochs) {
            return RandomSearch.trials(epochs).epochs(1);
        }

        @Competitor
        static SearchAlgorithm few() {
            return RandomSearch.trials(10).epochs(3);
        }

        @Test
        void everySearchTrainsAsManyEpochs(StudyScores scores) {
            assertThat(scores.searches()).containsExactlyInAnyOrder("many", "few");
            assertThat(scores.runs()).hasSize(4).allMatch(run -> run.epochs() == 6);
            assertThat(scores.runs("many"))
                    .extracting(StudyScores.Run::seed, StudyScores.Run::trials)
                    .containsExactly(tuple(0L, 6), tuple(1L, 6));
            // of two scores, interpolated: a quarter, half and three quarters of the way from the lower to the higher
            double low = Math.min(
                    scores.runs("few").get(0).score(), scores.runs("few").get(1).score());
            double high = Math.max(
                    scores.runs("few").get(0).score(), scores.runs("few").get(1).score());
            assertThat(low).as("the seeds differ").isLessThan(high);
            assertThat(scores.quartiles("few").q25()).isCloseTo(low + (high - low) / 4, within(1e-12));
            assertThat(scores.median("few")).isCloseTo((low + high) / 2, within(1e-12));
            assertThatThrownBy(() -> scores.runs("none")).hasMessageContaining("no search 'none' took part");
        }
    }

    static class Wrong extends OfAClass {

        @Competitor
        static SearchAlgorithm ofAFunction(TestFunction function) {
            return RandomSearch.trials(function.budget()).epochs(1);
        }

        @StudyContest(study = "blobs", score = "loss", epochs = 6, searches = "ofAFunction")
        void hasNoFunction(StudyScores scores) {}

        @StudyContest(study = "blobs", score = "nothing", epochs = 6)
        void hasNoScore(StudyScores scores) {}
    }

    @Test
    void writesATableAndAllScores() throws Exception {
        Events tests = execute(OfAClass.class);

        assertThat(tests.failed().list()).isEmpty();
        String title = OfAClass.class.getName().replace('$', '.');
        assertThat(Files.readString(folder.resolve(title + ".txt"))).contains("search", "median", "many", "few");
        assertThat(Files.readAllLines(folder.resolve(title + ".csv")))
                .hasSize(5)
                .startsWith("search,seed,score,trials,epochs")
                .anyMatch(line -> line.startsWith("many,1,") && line.endsWith(",6,6"));
    }

    @Test
    void saysWhatIsMissing() {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Wrong.class))
                .configurationParameter(SearchBenchmark.FOLDER, folder.toString())
                .configurationParameter(SearchBenchmark.SEEDS, "1")
                .execute()
                .testEvents();

        assertThat(tests.failed().list().toString())
                .contains("asks for a TestFunction; there is the number of trials or epochs (int)")
                .contains("no method 'nothing' of [StudyResult]");
    }

    private static Events execute(Class<?> subject) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(subject))
                .configurationParameter(SearchBenchmark.FOLDER, folder.toString())
                .execute()
                .testEvents();
    }
}
