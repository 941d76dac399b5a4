package org.jerboa.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/** A {@link PlainMlpHandler} with one of the flaws that handlers of real tools have had. */
public record FlawedMlpHandler(PlainMlpHandler sound, Flaw flaw) implements ModelHandler<PlainMlp> {

    /** What is wrong with it. */
    enum Flaw {
        NONE,
        FORGETS_MOMENTUM,
        FORGETS_RANDOM_STATE,
        DRAWS_FROM_A_SHARED_STREAM,
        DEPENDS_ON_THE_THREAD,
        DEPENDS_ON_THE_JVM,
        IGNORES_THE_SEED,
        EVALUATION_DRAWS,
        DROPS_THE_LAST_MINIBATCH,
        IGNORES_BATCH_SIZE,
        IGNORES_CANCELLATION,
        TAKES_ANY_CHECKPOINT,
        CRASHES_ON_DAMAGED_CHECKPOINTS,
        REUSES_WITHOUT_RESTORING,
        WRITES_ONCE_AND_HOPES,
        CLOSES_THE_CHANNEL,
        WEIGHS_ALL_MODELS_THE_SAME,
        EXPORTS_NOTHING,
        AVERAGES_METRICS,
        CHANGES_ITS_SETTINGS
    }

    private static final AtomicLong SHARED = new AtomicLong();

    /** Where the random state and the parameters begin in a checkpoint. */
    private static final int RANDOM_STATE = 32;

    private static final int PARAMETERS = 40;

    @Override
    public Map<String, String> settings() {
        return flaw == Flaw.CHANGES_ITS_SETTINGS
                ? Map.of("call", "number " + SHARED.incrementAndGet())
                : sound.settings();
    }

    @Override
    public PlainMlp create(Configuration configuration, long seed) {
        Map<String, Object> values = new LinkedHashMap<>(configuration.asMap());
        if (flaw == Flaw.IGNORES_BATCH_SIZE) {
            values.put("batchSize", 9);
        }
        return sound.create(Configuration.of(values), flaw == Flaw.IGNORES_THE_SEED ? 1 : seed);
    }

    @Override
    public TrainingSummary train(PlainMlp model, Examples shard, UnitContext unit) {
        BooleanSupplier cancelled = flaw == Flaw.IGNORES_CANCELLATION ? () -> false : unit.cancelled();
        UnitContext flawed = new UnitContext(
                unit.trial(),
                model.configuration(),
                unit.epoch(),
                unit.position(),
                unit.shards(),
                unit.seed() ^ noise(),
                unit.metrics(),
                cancelled);
        int batch = model.settings().batchSize();
        int whole = flaw == Flaw.DROPS_THE_LAST_MINIBATCH ? shard.count() / batch * batch : shard.count();
        return sound.train(model, shard.slice(0, whole), flawed);
    }

    private long noise() {
        return switch (flaw) {
            case DRAWS_FROM_A_SHARED_STREAM -> SHARED.incrementAndGet();
            case DEPENDS_ON_THE_THREAD -> Thread.currentThread().getId();
            case DEPENDS_ON_THE_JVM -> ProcessHandle.current().pid();
            default -> 0;
        };
    }

    @Override
    public MetricAccumulator evaluate(PlainMlp model, Examples shard, UnitContext unit) {
        if (flaw == Flaw.EVALUATION_DRAWS) {
            model.nextUniform();
        }
        MetricAccumulator metrics = sound.evaluate(model, shard, unit);
        return flaw == Flaw.AVERAGES_METRICS ? new Averaged(metrics.examples(), metrics.values()) : metrics;
    }

    @Override
    public long bytes(PlainMlp model) {
        return flaw == Flaw.WEIGHS_ALL_MODELS_THE_SAME ? 1_000 : sound.bytes(model);
    }

    @Override
    public void write(PlainMlp model, WritableByteChannel out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sound.write(model, Channels.newChannel(bytes));
        byte[] payload = bytes.toByteArray();
        if (flaw == Flaw.FORGETS_MOMENTUM) {
            Arrays.fill(payload, PARAMETERS + (payload.length - PARAMETERS) / 2, payload.length, (byte) 0);
        } else if (flaw == Flaw.FORGETS_RANDOM_STATE) {
            Arrays.fill(payload, RANDOM_STATE, PARAMETERS, (byte) 0);
        }
        ByteBuffer rest = ByteBuffer.wrap(payload);
        do {
            out.write(rest);
        } while (rest.hasRemaining() && flaw != Flaw.WRITES_ONCE_AND_HOPES);
        if (flaw == Flaw.CLOSES_THE_CHANNEL) {
            out.close();
        }
    }

    @Override
    public PlainMlp restore(Configuration configuration, ReadableByteChannel in, @Nullable PlainMlp reusable)
            throws IOException {
        if (flaw == Flaw.REUSES_WITHOUT_RESTORING && reusable != null) {
            return reusable;
        }
        try {
            return sound.restore(configuration, in, reusable);
        } catch (IOException e) {
            return switch (flaw) {
                case TAKES_ANY_CHECKPOINT -> create(configuration, 0);
                case CRASHES_ON_DAMAGED_CHECKPOINTS -> throw new IndexOutOfBoundsException(e.toString());
                default -> throw e;
            };
        }
    }

    @Override
    public void export(PlainMlp model, Path file) throws IOException {
        if (flaw != Flaw.EXPORTS_NOTHING) {
            sound.export(model, file);
        }
    }

    @Override
    public String exportExtension() {
        return sound.exportExtension();
    }

    @Override
    public void close(PlainMlp model) {
        sound.close(model);
    }

    /** What distributed evaluations have done: the mean of the shards' metrics. */
    private record Averaged(long examples, Map<String, Double> values) implements MetricAccumulator {

        @Override
        public MetricAccumulator merge(MetricAccumulator other) {
            Map<String, Double> means = new LinkedHashMap<>(values);
            means.replaceAll((metric, value) -> (value + other.values().getOrDefault(metric, value)) / 2);
            return new Averaged(examples + other.examples(), means);
        }
    }
}
