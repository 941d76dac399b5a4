package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;

/** A small study that trains in milliseconds, and what of its result must be the same wherever it ran. */
public final class Fixture {

    public static final int SHARDS = 4;
    public static final int EPOCHS = 3;
    public static final Blobs BLOBS = new Blobs(6, 3, 11);
    public static final Dataset DATA = withTest(BLOBS);
    public static final PlainMlpHandler HANDLER = PlainMlpHandler.of(BLOBS.schema());
    public static final SearchSpace SPACE = SearchSpace.of(
            real("learningRate").log(1e-3, 1e-1),
            real("dropout", 0, 0.5),
            integer("hidden", 0, 8),
            integer("batchSize", 4, 32).log(),
            categorical("activation", "relu", "tanh"));

    private static final String WEIGHTS = " weights ";
    private static final String LOST = " without its model";

    private Fixture() {}

    private static Dataset withTest(Blobs blobs) {
        Dataset data = blobs.dataset(SHARDS, 403, 100);
        List<Shard> shards = new ArrayList<>(data.shards(Split.TRAINING));
        shards.add(Shard.of(Split.VALIDATION, 0, blobs.examples(90, 61)));
        shards.add(Shard.of(Split.VALIDATION, 1, blobs.examples(91, 40)));
        shards.add(Shard.of(Split.TEST, 0, blobs.examples(92, 80)));
        return Dataset.of("blobs", 11, shards);
    }

    public static Study<PlainMlp> study() {
        return study(HANDLER);
    }

    public static Study<PlainMlp> study(ModelHandler<PlainMlp> handler) {
        return Study.of(SPACE, handler)
                .data(DATA)
                .search(RandomSearch.trials(8).epochs(EPOCHS))
                .maximize("accuracy")
                .seed(5);
    }

    /** Everything about a result that must not depend on timing, workers or crashes, models to the bit. */
    public static Map<Integer, String> essence(StudyResult<PlainMlp> result) throws IOException {
        return essence(result, trial -> false);
    }

    private static Map<Integer, String> essence(StudyResult<PlainMlp> result, IntPredicate mayBeLost)
            throws IOException {
        Map<Integer, String> essence = new TreeMap<>();
        List<Trial> byNumber = result.ranking().stream()
                .sorted(Comparator.comparingInt(Trial::id))
                .toList();
        for (Trial trial : byNumber) {
            StringBuilder text = new StringBuilder(trial.configuration().text())
                    .append(' ')
                    .append(trial.seed())
                    .append(' ')
                    .append(trial.status());
            trial.epochs()
                    .forEach(epoch -> text.append(' ').append(epoch.version()).append(epoch.metrics()));
            if (!trial.epochs().isEmpty()) {
                text.append(weights(result, trial.id(), mayBeLost));
            }
            essence.put(trial.id(), text.toString());
        }
        essence.put(-1, "best " + result.best().trial().id() + result.best().testMetrics());
        return essence;
    }

    private static String weights(StudyResult<PlainMlp> result, int trial, IntPredicate mayBeLost) throws IOException {
        try {
            return WEIGHTS + bits(result.model(trial));
        } catch (NoSuchFileException e) {
            if (mayBeLost.test(trial)) {
                return LOST;
            }
            throw e;
        }
    }

    /**
     * The same results as those of a quiet study. A version that was lost on its way to the driver is made again if it is the
     * best one, or if its trial has yet to go on from it; others are only in the figures then, and not held to be there.
     */
    public static void assertAsQuiet(StudyResult<PlainMlp> result, Map<Integer, String> quiet) throws IOException {
        int best = result.best().trial().id();
        Map<Integer, String> essence = essence(result, trial -> trial != best);
        assertThat(essence).containsOnlyKeys(quiet.keySet());
        essence.forEach((trial, text) -> {
            String expected = quiet.getOrDefault(trial, "");
            boolean lost = text.endsWith(LOST);
            assertThat(text)
                    .as("trial %d", trial)
                    .isEqualTo(lost ? expected.substring(0, expected.indexOf(WEIGHTS)) + LOST : expected);
        });
    }

    /** The complete training state of a model, in hexadecimal; closes the model. */
    public static String bits(PlainMlp model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HANDLER.write(model, Channels.newChannel(bytes));
        HANDLER.close(model);
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
