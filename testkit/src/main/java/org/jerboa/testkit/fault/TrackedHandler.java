package org.jerboa.testkit.fault;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * A handler that tells which of another handler's models are live, so that a test can see that none leaks, and that fails
 * where a closed model is used.
 *
 * <p>The books are kept in the {@link LiveModels} given, which does not travel: a deserialised copy delegates without
 * keeping books.
 *
 * @param <M> the tool's model
 */
public final class TrackedHandler<M> extends ForwardingHandler<M> {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable LiveModels live;

    /** Tracks the models of {@code delegate} in {@code live}. */
    public TrackedHandler(ModelHandler<M> delegate, LiveModels live) {
        super(delegate);
        this.live = live;
    }

    @Override
    public M create(Configuration configuration, long seed) throws Exception {
        return opened(delegate.create(configuration, seed));
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        requireLive(model, "train");
        return delegate.train(model, shard, unit);
    }

    @Override
    public MetricAccumulator evaluate(M model, Examples shard, UnitContext unit) throws Exception {
        requireLive(model, "evaluate");
        return delegate.evaluate(model, shard, unit);
    }

    @Override
    public long bytes(M model) {
        requireLive(model, "weigh");
        return delegate.bytes(model);
    }

    @Override
    public void write(M model, WritableByteChannel out) throws IOException {
        requireLive(model, "write");
        delegate.write(model, out);
    }

    @Override
    public M restore(Configuration configuration, ReadableByteChannel in, @Nullable M reusable) throws IOException {
        if (reusable != null) {
            requireLive(reusable, "restore into");
        }
        M model = delegate.restore(configuration, in, reusable);
        return model == reusable ? model : opened(model);
    }

    @Override
    public void export(M model, Path file) throws IOException {
        requireLive(model, "export");
        delegate.export(model, file);
    }

    @Override
    public void close(M model) {
        if (live != null) {
            live.closed(model);
        }
        delegate.close(model);
    }

    private M opened(M model) {
        if (live != null) {
            live.opened(model);
        }
        return model;
    }

    private void requireLive(M model, String action) {
        if (live != null) {
            live.requireLive(model, action);
        }
    }
}
