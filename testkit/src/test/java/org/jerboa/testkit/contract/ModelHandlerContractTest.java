package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jerboa.testkit.contract.FlawedMlpHandler.Flaw;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpContractTest;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of handlers catches each way of being wrong; {@link PlainMlpContractTest} shows that it can be met. */
public class ModelHandlerContractTest {

    private static final Blobs BLOBS = new Blobs(6, 3, 9);

    private static volatile Flaw flaw = Flaw.NONE;

    /** The contract, applied to whatever flaw is set. */
    static class Subject extends ModelHandlerContract<PlainMlp> {

        @Override
        protected ModelHandler<PlainMlp> handler() {
            return new FlawedMlpHandler(PlainMlpHandler.of(BLOBS.schema()), flaw);
        }

        @Override
        protected List<Configuration> configurations() {
            return List.of(
                    Configuration.of(Map.of("learningRate", 0.05, "hidden", 12, "batchSize", 8, "dropout", 0.2)),
                    Configuration.of(Map.of("learningRate", 0.02, "batchSize", 10)));
        }

        @Override
        protected List<Examples> shards() {
            return List.of(BLOBS.examples(0, 61), BLOBS.examples(1, 43));
        }

        @Override
        protected Examples validation() {
            return BLOBS.examples(2, 50);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FORGETS_MOMENTUM, trainingContinuesBitForBitInAFreshModel",
        "FORGETS_RANDOM_STATE, trainingContinuesBitForBitInAFreshModel",
        "DRAWS_FROM_A_SHARED_STREAM, sameSeedGivesSameBits",
        "DEPENDS_ON_THE_THREAD, aModelThatHopsBetweenThreadsGetsTheSameBits",
        "DEPENDS_ON_THE_JVM, trainingContinuesBitForBitInAFreshJvm",
        "IGNORES_THE_SEED, anotherSeedGivesAnotherModel",
        "EVALUATION_DRAWS, evaluationChangesNothing",
        "DROPS_THE_LAST_MINIBATCH, minibatchesHaveTheConfiguredSizeAndTheLastMayBeShort",
        "DROPS_THE_LAST_MINIBATCH, aLastMinibatchOfOneExampleIsTrained",
        "IGNORES_BATCH_SIZE, minibatchesHaveTheConfiguredSizeAndTheLastMayBeShort",
        "IGNORES_BATCH_SIZE, batchSizeMatters",
        "IGNORES_CANCELLATION, cancellationIsSeenBetweenMinibatches",
        "TAKES_ANY_CHECKPOINT, aForeignCheckpointIsRefused",
        "TAKES_ANY_CHECKPOINT, aTruncatedCheckpointIsRefused",
        "CRASHES_ON_DAMAGED_CHECKPOINTS, aTruncatedCheckpointIsRefused",
        "REUSES_WITHOUT_RESTORING, trainingContinuesBitForBitInAReusedModel",
        "REUSES_WITHOUT_RESTORING, trainingContinuesBitForBitInTheModelOfAFailedUnit",
        "WRITES_ONCE_AND_HOPES, checkpointsPassThroughChannelsThatTakeFewBytesAtATime",
        "CLOSES_THE_CHANNEL, checkpointsPassThroughChannelsThatTakeFewBytesAtATime",
        "WEIGHS_ALL_MODELS_THE_SAME, bytesGrowWithTheModel",
        "EXPORTS_NOTHING, exportWritesAFileAndChangesNothing",
        "AVERAGES_METRICS, evaluationsOfUnequalSlicesMergeToThatOfTheWhole",
        "CHANGES_ITS_SETTINGS, settingsAreStableTexts"
    })
    void catches(Flaw flawed, String test) {
        flaw = flawed;
        assertThat(Applied.one(Subject.class, test).failed().count()).isPositive();
        flaw = Flaw.NONE;
        if (!test.endsWith("FreshJvm")) {
            assertThat(Applied.one(Subject.class, test).failed().list())
                    .as("without the flaw")
                    .isEmpty();
        }
    }

    @Test
    void namesATestForEachFlaw() throws NoSuchMethodException {
        CsvSource table = getClass()
                .getDeclaredMethod("catches", Flaw.class, String.class)
                .getAnnotation(CsvSource.class);
        for (Flaw each : Flaw.values()) {
            if (each != Flaw.NONE) {
                assertThat(table.value()).anyMatch(row -> row.startsWith(each + ","));
            }
        }
    }
}
