package org.jerboa.testkit.fault;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * A handler that does what another does. Tests extend it where they want something else: the calls that a subclass leaves
 * alone go to {@link #delegate}.
 *
 * @param <M> the tool's model
 */
public abstract class ForwardingHandler<M> implements ModelHandler<M> {

    private static final long serialVersionUID = 1L;

    protected final ModelHandler<M> delegate;

    protected ForwardingHandler(ModelHandler<M> delegate) {
        this.delegate = delegate;
    }

    @Override
    public Map<String, String> settings() {
        return delegate.settings();
    }

    @Override
    public void prepareWorker(int toolThreads) {
        delegate.prepareWorker(toolThreads);
    }

    @Override
    public Optional<ModelEstimate> estimate(Configuration configuration, Schema data) throws Exception {
        return delegate.estimate(configuration, data);
    }

    @Override
    public long memoryLimit() {
        return delegate.memoryLimit();
    }

    @Override
    public M create(Configuration configuration, long seed) throws Exception {
        return delegate.create(configuration, seed);
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        return delegate.train(model, shard, unit);
    }

    @Override
    public MetricAccumulator evaluate(M model, Examples shard, UnitContext unit) throws Exception {
        return delegate.evaluate(model, shard, unit);
    }

    @Override
    public long bytes(M model) {
        return delegate.bytes(model);
    }

    @Override
    public void write(M model, WritableByteChannel out) throws IOException {
        delegate.write(model, out);
    }

    @Override
    public M restore(Configuration configuration, ReadableByteChannel in, @Nullable M reusable) throws IOException {
        return delegate.restore(configuration, in, reusable);
    }

    @Override
    public void export(M model, Path file) throws IOException {
        delegate.export(model, file);
    }

    @Override
    public String exportExtension() {
        return delegate.exportExtension();
    }

    @Override
    public void close(M model) {
        delegate.close(model);
    }
}
