package org.jerboa.testkit;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose training waits at a {@link Gate} before every minibatch. Copies of it in the same JVM, deserialised ones
 * too, wait at the same gate.
 *
 * @param <M> the tool's model
 */
final class GatedHandler<M> implements ModelHandler<M> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

    private final ModelHandler<M> delegate;
    private final String gate;

    /** @param gate name of the gate, which stays until {@link #remove} */
    GatedHandler(ModelHandler<M> delegate, String gate) {
        this.delegate = delegate;
        this.gate = gate;
        GATES.put(gate, new Gate());
    }

    Gate gate() {
        return GATES.computeIfAbsent(gate, name -> new Gate());
    }

    void remove() {
        GATES.remove(gate);
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        Gate here = gate();
        here.enter();
        try {
            UnitContext waiting = new UnitContext(
                    unit.trial(),
                    unit.configuration(),
                    unit.epoch(),
                    unit.position(),
                    unit.shards(),
                    unit.seed(),
                    unit.metrics(),
                    () -> here.pass(unit.cancelled()));
            return delegate.train(model, shard, waiting);
        } finally {
            here.leave();
        }
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
