package org.jerboa.benchmarks.hop;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/** A handler whose units train nothing: what is left of a unit's time is the hop. */
record Untrained<M>(ModelHandler<M> handler) implements ModelHandler<M> {

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) {
        return new TrainingSummary(1, 1, 0);
    }

    @Override
    public Map<String, String> settings() {
        return handler.settings();
    }

    @Override
    public void prepareWorker(int toolThreads) {
        handler.prepareWorker(toolThreads);
    }

    @Override
    public M create(Configuration configuration, long seed) throws Exception {
        return handler.create(configuration, seed);
    }

    @Override
    public MetricAccumulator evaluate(M model, Examples shard, UnitContext unit) throws Exception {
        return handler.evaluate(model, shard, unit);
    }

    @Override
    public long bytes(M model) {
        return handler.bytes(model);
    }

    @Override
    public void write(M model, WritableByteChannel out) throws IOException {
        handler.write(model, out);
    }

    @Override
    public M restore(Configuration configuration, ReadableByteChannel in, @Nullable M reusable) throws IOException {
        return handler.restore(configuration, in, reusable);
    }

    @Override
    public void export(M model, Path file) throws IOException {
        handler.export(model, file);
    }

    @Override
    public String exportExtension() {
        return handler.exportExtension();
    }

    @Override
    public void close(M model) {
        handler.close(model);
    }
}
