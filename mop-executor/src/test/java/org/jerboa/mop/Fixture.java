package org.jerboa.mop;

import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/** A small study that trains in milliseconds, with everything in it that makes exact replay hard. */
public final class Fixture {

    static final int SHARDS = 4;
    static final int EPOCHS = 3;
    static final Blobs BLOBS = new Blobs(6, 3, 11);
    static final Dataset DATA = withTest(BLOBS);
    static final PlainMlpHandler HANDLER = PlainMlpHandler.of(BLOBS.schema());
    static final SearchSpace SPACE = SearchSpace.of(
            real("learningRate").log(1e-3, 1e-1),
            real("dropout", 0, 0.5),
            integer("hidden", 0, 8),
            integer("batchSize", 4, 32).log(),
            categorical("activation", "relu", "tanh"));

    private Fixture() {}

    private static Dataset withTest(Blobs blobs) {
        List<Shard> shards = new ArrayList<>();
        Dataset data = blobs.dataset(SHARDS, 403, 100);
        shards.addAll(data.shards(Split.TRAINING));
        shards.add(Shard.of(Split.VALIDATION, 0, blobs.examples(90, 61)));
        shards.add(Shard.of(Split.VALIDATION, 1, blobs.examples(91, 40)));
        shards.add(Shard.of(Split.TEST, 0, blobs.examples(92, 80)));
        return Dataset.of("blobs", 11, shards);
    }

    static Study<PlainMlp> study() {
        return study(HANDLER);
    }

    static Study<PlainMlp> study(ModelHandler<PlainMlp> handler) {
        return Study.of(SPACE, handler)
                .data(DATA)
                .search(RandomSearch.trials(8).epochs(EPOCHS))
                .maximize("accuracy")
                .seed(5)
                .on(watched(MopExecutor.threads(2)));
    }

    /** Everything about a result that must not depend on timing, workers or crashes, models to the bit. */
    static Map<Integer, String> essence(StudyResult<PlainMlp> result) throws IOException {
        Map<Integer, String> essence = new LinkedHashMap<>();
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
            if (!trial.epochs().isEmpty() && trial.status() != TrialStatus.DELETED) {
                text.append(" weights ").append(bits(result.model(trial.id())));
            }
            essence.put(trial.id(), text.toString());
        }
        essence.put(-1, "best " + result.best().trial().id() + result.best().testMetrics());
        return essence;
    }

    /** The complete training state of a model, in hexadecimal; closes the model. */
    static String bits(PlainMlp model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HANDLER.write(model, Channels.newChannel(bytes));
        HANDLER.close(model);
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    static Examples open(Split split, int shard) throws IOException {
        return DATA.shards(split).get(shard).open();
    }
}
