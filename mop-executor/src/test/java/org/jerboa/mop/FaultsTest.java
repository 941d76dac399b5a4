package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.real;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.fault.LiveModels;
import org.jerboa.testkit.fault.TrackedHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong in one trial stays in it; what goes wrong for a moment leaves no trace. */
class FaultsTest {

    private static Study<PlainMlp> study(Fault... faults) {
        return Fixture.study(new FaultyHandler<>(Fixture.HANDLER, faults));
    }

    private static Trial trial(StudyResult<?> result, int id) {
        return result.ranking().stream()
                .filter(trial -> trial.id() == id)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Call.class,
            names = {"TRAIN", "EVALUATE"})
    void aTrialThatKeepsThrowingFailsWithItsCauseAndTheOthersFinish(Fault.Call call) throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();

        StudyResult<PlainMlp> result =
                study(Fault.on(call).trial(2).epoch(1).position(0)).run();

        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        Trial failed = trial(result, 2);
        assertThat(failed.status()).isEqualTo(TrialStatus.FAILED);
        assertThat(failed.cause()).hasValueSatisfying(cause -> assertThat(cause).contains("InjectedFault"));
        assertThat(failed.epochs()).as("the epoch it finished before").hasSize(1);
        assertThat(result.ranking().get(7)).as("ranked last").isEqualTo(failed);
        Map<Integer, String> others = Fixture.essence(result);
        Map<Integer, String> expected = Fixture.essence(whole);
        others.keySet().removeIf(id -> id == 2 || id == -1);
        assertThat(expected).containsAllEntriesOf(others);
    }

    @Test
    void anErrorIsContainedToo() {
        StudyResult<PlainMlp> result = study(Fault.on(Fault.Call.TRAIN).trial(1).with(Fault.Effect.ERROR))
                .run();

        assertThat(trial(result, 1).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(trial(result, 1).cause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("LinkageError"));
        assertThat(result.ranking())
                .filteredOn(t -> t.status() == TrialStatus.COMPLETED)
                .hasSize(7);
    }

    @Test
    void faultsThatPassLeaveNoTrace() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();
        List<StudyEvent.UnitFailed> failures = new ArrayList<>();

        StudyResult<PlainMlp> result = study(
                        Fault.on(Fault.Call.TRAIN).trial(0).epoch(0).position(2).times(1),
                        Fault.on(Fault.Call.TRAIN).trial(3).epoch(1).times(2),
                        Fault.on(Fault.Call.TRAIN)
                                .trial(4)
                                .epoch(2)
                                .position(3)
                                .times(1)
                                .with(Fault.Effect.ERROR),
                        Fault.on(Fault.Call.EVALUATE).trial(5).epoch(1).times(1),
                        Fault.on(Fault.Call.CREATE).times(1))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitFailed failed) {
                        failures.add(failed);
                    }
                })
                .run();

        assertThat(failures).hasSizeGreaterThan(8).allMatch(StudyEvent.UnitFailed::retried);
        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(whole));
    }

    @Test
    void aModelThatCannotBeBuiltFailsItsTrialOnly() {
        SearchSpace space =
                SearchSpace.of(real("learningRate").log(1e-3, 1e-1), categorical("activation", "relu", "step"));
        StudyResult<PlainMlp> result = Study.of(space, Fixture.HANDLER)
                .data(Fixture.DATA)
                .search(RandomSearch.trials(10).epochs(1))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2)))
                .run();

        assertThat(result.ranking())
                .allMatch(trial -> (trial.status() == TrialStatus.FAILED)
                        == trial.configuration().getString("activation").equals("step"));
        assertThat(result.ranking()).extracting(Trial::status).contains(TrialStatus.FAILED, TrialStatus.COMPLETED);
        assertThat(result.best().trial().configuration().getString("activation"))
                .isEqualTo("relu");
    }

    @Test
    void aLossThatIsNotANumberEndsTheTrialAsDivergedAtOnce() {
        StudyResult<PlainMlp> result = study(
                        Fault.on(Fault.Call.TRAIN).trial(6).epoch(1).position(1).with(Fault.Effect.NAN))
                .run();

        Trial diverged = trial(result, 6);
        assertThat(diverged.status()).isEqualTo(TrialStatus.DIVERGED);
        assertThat(diverged.cause())
                .hasValueSatisfying(cause ->
                        assertThat(cause).contains("training loss is NaN").contains("epoch 1"));
        assertThat(diverged.epochs()).hasSize(1);
        assertThat(result.ranking().get(7)).isEqualTo(diverged);
    }

    @Test
    void anObjectiveThatIsNotANumberRanksLastWhenMaximising() {
        StudyResult<PlainMlp> result = study(
                        Fault.on(Fault.Call.EVALUATE).trial(6).with(Fault.Effect.NAN))
                .run();

        assertThat(trial(result, 6).status()).isEqualTo(TrialStatus.DIVERGED);
        assertThat(result.ranking().get(7).id()).isEqualTo(6);
        assertThat(result.best().trial().id()).isNotEqualTo(6);
    }

    @Test
    void anUnknownObjectiveNamesTheMetricsThereAre() {
        StudyResult<PlainMlp> result =
                Fixture.study().maximize("precision").minimize("rmse").run();
        assertThat(result.best().epoch().metrics())
                .as("only the first objective decides")
                .containsKey("precision");

        StudyResult<PlainMlp> wrong = Study.of(Fixture.SPACE, Fixture.HANDLER)
                .data(Fixture.DATA)
                .search(RandomSearch.trials(2).epochs(1))
                .maximize("accurracy")
                .on(watched(MopExecutor.threads(1)))
                .run();

        assertThat(wrong.ranking()).extracting(Trial::status).containsOnly(TrialStatus.FAILED);
        assertThatThrownBy(wrong::best)
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("'accurracy' is not reported")
                .hasMessageContaining("accuracy");
    }

    @Test
    void maximisingGivesTheHighestAndMinimisingTheLowest() {
        StudyResult<PlainMlp> highest = Fixture.study().run();
        StudyResult<PlainMlp> lowest = Study.of(Fixture.SPACE, Fixture.HANDLER)
                .data(Fixture.DATA)
                .search(RandomSearch.trials(8).epochs(Fixture.EPOCHS))
                .minimize("loss")
                .seed(5)
                .on(watched(MopExecutor.threads(2)))
                .run();

        double max = highest.ranking().stream()
                .flatMap(trial -> trial.epochs().stream())
                .mapToDouble(epoch -> epoch.metrics().get("accuracy"))
                .max()
                .orElseThrow();
        double min = lowest.ranking().stream()
                .flatMap(trial -> trial.epochs().stream())
                .mapToDouble(epoch -> epoch.metrics().get("loss"))
                .min()
                .orElseThrow();
        assertThat(highest.best().epoch().metrics()).containsEntry("accuracy", max);
        assertThat(lowest.best().epoch().metrics()).containsEntry("loss", min);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR", "OUT_OF_MEMORY", "NAN"})
    void everyModelIsClosedWhateverHappens(Fault.Effect effect) throws Exception {
        LiveModels live = new LiveModels();
        Fault fault = new Fault(Fault.Call.TRAIN, effect, 2, 1, 1, null, null, Integer.MAX_VALUE);

        StudyResult<PlainMlp> result = Fixture.study(
                        new TrackedHandler<>(new FaultyHandler<>(Fixture.HANDLER, fault), live))
                .on(watched(MopExecutor.threads(3).modelCache(3000)))
                .run();

        assertThat(live.opened()).isGreaterThan(8);
        assertThat(live.count()).as("models left open").isZero();
        PlainMlp best = result.best().model();
        assertThat(result.best().model()).isSameAs(best);
        assertThat(live.count()).isEqualTo(1);
    }

    @Test
    void aCheckpointThatCannotBeWrittenDoesNotEndTheStudy(@TempDir Path folder) throws Exception {
        List<StudyEvent.CheckpointFailed> failures = new ArrayList<>();
        StudyResult<PlainMlp> whole = Fixture.study().run();

        StudyResult<PlainMlp> result = study(Fault.on(Fault.Call.WRITE).epoch(0))
                .folder(folder)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.CheckpointFailed failed) {
                        failures.add(failed);
                    }
                })
                .run();

        assertThat(failures).hasSizeGreaterThanOrEqualTo(8);
        assertThat(result.ranking())
                .extracting(Trial::epochs)
                .extracting(List::size)
                .containsOnly(Fixture.EPOCHS);
        assertThat(result.ranking())
                .extracting(Trial::id)
                .isEqualTo(whole.ranking().stream().map(Trial::id).toList());
        try (var files = Files.walk(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void theBestModelIsMadeAgainIfItsCheckpointCouldNotBeWritten() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();
        int best = whole.best().trial().id();
        int epoch = whole.best().epoch().epoch();

        StudyResult<PlainMlp> result = study(
                        Fault.on(Fault.Call.WRITE).trial(best).epoch(epoch).times(1))
                .run();

        assertThat(Fixture.essence(result).get(best))
                .isEqualTo(Fixture.essence(whole).get(best));
        assertThat(Fixture.essence(result).get(-1))
                .isEqualTo(Fixture.essence(whole).get(-1));
    }

    /** All that was learned is there; when there is room again, so is the best model. */
    @Test
    void aStudyThatCannotStoreAModelGivesItsResultAndMakesTheModelOnResuming(@TempDir Path folder) throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();

        StudyResult<PlainMlp> result =
                study(Fault.on(Fault.Call.WRITE)).folder(folder).run();

        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(result.best().trial().id()).isEqualTo(whole.best().trial().id());
        assertThat(result.best().file()).isEmpty();
        assertThatThrownBy(() -> result.best().model())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("cannot be read");
        assertThat(folder.resolve("trials.csv")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("summary.json"))).doesNotContain("\"model\"");

        StudyResult<PlainMlp> resumed = Fixture.study().folder(folder).resume();

        assertThat(Fixture.bits(resumed.best().model()))
                .isEqualTo(Fixture.bits(whole.best().model()));
        assertThat(resumed.best().testMetrics()).isEqualTo(whole.best().testMetrics());
        assertThat(resumed.best().file()).isPresent();
    }

    @Test
    void aStudyIsStoppedThoughItsBestModelIsNotStored(@TempDir Path folder) throws Exception {
        CompletableFuture<StudyHandle<PlainMlp>> handle = new CompletableFuture<>();
        handle.complete(study(Fault.on(Fault.Call.WRITE))
                .folder(folder)
                .listener((event, progress) -> {
                    if (progress.epochs() == 5) {
                        handle.join().stop();
                    }
                })
                .start());

        StudyResult<PlainMlp> result = handle.join().await();

        assertThat(result.status()).isEqualTo(StudyStatus.STOPPED);
        assertThat(result.best().epoch().metrics()).containsKey("accuracy");
    }

    @Test
    void aDiskThatKeepsNothingFailsTrialsInsteadOfRunningForEver() {
        StudyResult<PlainMlp> result = study(Fault.on(Fault.Call.WRITE))
                .on(watched(MopExecutor.threads(2).modelCache(0)))
                .run();

        // one whose evicted model is always wanted again before it is written may even get through
        assertThat(result.ranking())
                .extracting(Trial::status)
                .contains(TrialStatus.FAILED)
                .isSubsetOf(TrialStatus.FAILED, TrialStatus.COMPLETED);
    }

    @Test
    void aWorkerThatCannotStartEndsTheStudyWithItsReason() {
        Study<PlainMlp> study = Fixture.study(unpreparable());

        assertThatThrownBy(study::run)
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("no worker is left")
                .hasMessageContaining("libtool.so");
    }

    @Test
    void aListenerThatThrowsChangesNothing() throws Exception {
        StudyResult<PlainMlp> result = Fixture.study()
                .listener((event, progress) -> {
                    throw new IllegalStateException("a listener's own trouble");
                })
                .run();

        assertThat(Fixture.essence(result))
                .isEqualTo(Fixture.essence(Fixture.study().run()));
    }

    @Test
    void stoppingOneTrialLeavesTheOthersAlone() throws Exception {
        CompletableFuture<StudyHandle<PlainMlp>> started = new CompletableFuture<>();
        started.complete(Fixture.study()
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished epoch && epoch.trial() == 3) {
                        started.join().steer(new Command.StopTrial(3));
                    }
                })
                .start());

        StudyResult<PlainMlp> result = started.join().await();

        assertThat(trial(result, 3).status()).isEqualTo(TrialStatus.STOPPED);
        assertThat(result.ranking())
                .filteredOn(trial -> trial.id() != 3)
                .extracting(Trial::status)
                .containsOnly(TrialStatus.COMPLETED);
    }

    @Test
    void anAddedConfigurationIsTrainedLikeTheOthers() throws Exception {
        Configuration configuration = Fixture.SPACE.configuration(
                Map.of("learningRate", 0.05, "dropout", 0.1, "hidden", 5, "batchSize", 8, "activation", "tanh"));
        CompletableFuture<StudyHandle<PlainMlp>> started = new CompletableFuture<>();
        started.complete(Fixture.study()
                .listener((event, progress) -> {
                    // by the study's own thread: another one might come to it when all is over
                    if (event instanceof StudyEvent.Asked asked && asked.ask().nextTrial() == 0) {
                        started.join().steer(new Command.AddTrial(configuration));
                    }
                })
                .start());

        StudyResult<PlainMlp> result = started.join().await();

        assertThat(result.ranking()).hasSize(9);
        assertThat(result.ranking())
                .filteredOn(trial -> trial.configuration().equals(configuration))
                .singleElement()
                .satisfies(trial -> assertThat(trial.epochs()).hasSize(Fixture.EPOCHS));
    }

    /** A handler whose native library is not there. */
    @SuppressWarnings("unchecked")
    private static ModelHandler<PlainMlp> unpreparable() {
        return (ModelHandler<PlainMlp>) Proxy.newProxyInstance(
                FaultsTest.class.getClassLoader(), new Class<?>[] {ModelHandler.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareWorker")) {
                        throw new UnsatisfiedLinkError("libtool.so");
                    }
                    return method.invoke(Fixture.HANDLER, arguments);
                });
    }
}
