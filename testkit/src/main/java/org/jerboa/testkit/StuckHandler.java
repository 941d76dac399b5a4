package org.jerboa.testkit;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose first training unit trains, then does not come back and does not react to being cancelled, until a test
 * lets go of it. For pools in this JVM.
 *
 * @param <M> the tool's model
 */
final class StuckHandler<M> implements ModelHandler<M> {

    private static final long serialVersionUID = 1L;

    private final ModelHandler<M> delegate;
    private final transient AtomicBoolean first = new AtomicBoolean(true);
    private final transient CountDownLatch stuck = new CountDownLatch(1);
    private final transient CountDownLatch free = new CountDownLatch(1);

    StuckHandler(ModelHandler<M> delegate) {
        this.delegate = delegate;
    }

    void awaitStuck(Duration limit) throws InterruptedException {
        if (!stuck.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no unit began within " + limit);
        }
    }

    void letGo() {
        free.countDown();
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        TrainingSummary summary = delegate.train(model, shard, unit);
        if (first.getAndSet(false)) {
            stuck.countDown();
            free.await();
        }
        return summary;
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
    public Optional<ModelEstimate> estimate(Configuration configuration) throws Exception {
        return delegate.estimate(configuration);
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
