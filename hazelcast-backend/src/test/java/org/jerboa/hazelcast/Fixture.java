package org.jerboa.hazelcast;

import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.Blobs;
import org.jerboa.testkit.PlainMlp;
import org.jerboa.testkit.PlainMlpHandler;
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
                text.append(" weights ").append(bits(result.model(trial.id())));
            }
            essence.put(trial.id(), text.toString());
        }
        essence.put(-1, "best " + result.best().trial().id() + result.best().testMetrics());
        return essence;
    }

    /** The complete training state of a model, in hexadecimal; closes the model. */
    public static String bits(PlainMlp model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HANDLER.write(model, Channels.newChannel(bytes));
        HANDLER.close(model);
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
