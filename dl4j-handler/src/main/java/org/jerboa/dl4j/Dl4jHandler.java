package org.jerboa.dl4j;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains, evaluates and moves Deeplearning4j networks. Made by {@link Dl4j}; the options return a handler of their own
 * and leave this one as it is.
 *
 * <p><b>Data.</b> The first layer decides how a tensor is laid out: {@code [features]} becomes {@code
 * [examples][features]}, an image {@code [channels][height][width]} NCHW (or NHWC where the layer says so), a sequence
 * {@code [time][features]} {@code [examples][features][time]}. Class indices become one-hot vectors, but for embedding
 * layers and losses that take indices. A graph's inputs and outputs take the tensors of their names if all have one, else
 * in order.
 *
 * <p><b>Training</b> is one {@code fit} a minibatch, the last and shorter one included. The training loss is the mean of
 * the minibatches' scores weighted by examples; such a score includes regularisation and, for sequences, is the sum over
 * the steps of an example. The epoch count that schedules see is the study's, the iteration count is the network's own.
 * Training stops at the first score that is not finite.
 *
 * <p><b>Evaluation</b> counts every example or, where every step has a label, every step that is not masked. The {@code
 * loss} is the mean of the loss function over those, without regularisation or the centre term of centre loss. A layer
 * that must be asked for its score, such as object detection, costs a second pass, and where a graph has several outputs
 * its loss is NaN.
 *
 * <p><b>Determinism.</b> The seed of the unit sets the calling thread's random stream at the start of each unit. Equal
 * bits further need the same {@link #settings() settings} and number of tool threads.
 *
 * <p>Thread-safe. Networks hold native memory and must be closed.
 *
 * @param <M> the kind of network
 */
public final class Dl4jHandler<M extends Model> implements ModelHandler<M> {

    private static final int DEFAULT_BATCH_SIZE = 32;

    private final Networks<M> networks;
    private final String batchSize;
    private final boolean oneDnn;
    private final @Nullable Task task;

    /** 0 for what the process has. */
    private final long memoryLimit;

    private final @Nullable StartingPoint<? super M> start;
    private final @Nullable InputSource inputs;

    Dl4jHandler(Networks<M> networks) {
        this(networks, "batchSize", true, null, 0, null, null);
    }

    private Dl4jHandler(
            Networks<M> networks,
            String batchSize,
            boolean oneDnn,
            @Nullable Task task,
            long memoryLimit,
            @Nullable StartingPoint<? super M> start,
            @Nullable InputSource inputs) {
        this.networks = networks;
        this.batchSize = batchSize;
        this.oneDnn = oneDnn;
        this.task = task;
        this.memoryLimit = memoryLimit;
        this.start = start;
        this.inputs = inputs;
    }

    /** The name of the hyperparameter that holds the batch size; {@code batchSize} unless set. Without it, it is 32. */
    public Dl4jHandler<M> batchSize(String hyperparameter) {
        if (hyperparameter.isBlank()) {
            throw new IllegalArgumentException("name of the batch size is blank; name a hyperparameter");
        }
        return new Dl4jHandler<>(networks, hyperparameter, oneDnn, task, memoryLimit, start, inputs);
    }

    /**
     * Whether convolution and batch normalisation run on oneDNN where the native library has it, which is 4 to 5 times
     * faster; on unless set. Results differ from ND4J's own code in the last bits, so the choice is part of a study's
     * definition.
     */
    public Dl4jHandler<M> oneDnn(boolean enabled) {
        return new Dl4jHandler<>(networks, batchSize, enabled, task, memoryLimit, start, inputs);
    }

    /**
     * What the outputs are measured as. Unless set, an output with softmax or multi-class cross entropy is a classifier,
     * one sigmoid unit with binary cross entropy is one of two classes, and anything else is a regression.
     */
    public Dl4jHandler<M> task(Task measuredAs) {
        return new Dl4jHandler<>(networks, batchSize, oneDnn, measuredAs, memoryLimit, start, inputs);
    }

    /**
     * Bytes that one network may take while it trains, by its {@link #estimate}; a trial that is estimated to take more
     * fails before its network is made. Unless set, what {@link #memoryLimit()} says.
     */
    public Dl4jHandler<M> memoryLimit(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    "memoryLimit (" + bytes + " bytes) must be at least 1; Long.MAX_VALUE is no limit");
        }
        return new Dl4jHandler<>(networks, batchSize, oneDnn, task, bytes, start, inputs);
    }

    /** Where new networks start from; unless set, from the random parameters that the tool gives them. */
    public Dl4jHandler<M> startingFrom(StartingPoint<? super M> point) {
        return new Dl4jHandler<>(networks, batchSize, oneDnn, task, memoryLimit, point, inputs);
    }

    /** What networks are given; unless set, the tensors of the examples. */
    public Dl4jHandler<M> inputs(InputSource source) {
        return new Dl4jHandler<>(networks, batchSize, oneDnn, task, memoryLimit, start, source);
    }

    /**
     * Tool, version, backend, native library, BLAS, fast path and default type of numbers; starting point and source of inputs,
     * if they were set. The number of tool threads
     * counts too, but is the executor's to note: it is set by worker.
     */
    @Override
    public Map<String, String> settings() {
        NativeRuntime.requireUsable();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tool", "deeplearning4j");
        settings.put("version", NativeRuntime.version());
        settings.put("backend", NativeRuntime.backend());
        settings.put("native", NativeRuntime.classifier());
        settings.put("blas", NativeRuntime.blas());
        settings.put("helpers", oneDnn && OneDnn.isAvailable() ? OneDnn.LAYERS : "none");
        settings.put("type", String.valueOf(Nd4j.dataType()));
        if (start != null) {
            settings.put("start", start.describe());
        }
        if (inputs != null) {
            settings.put("inputs", inputs.describe());
        }
        return settings;
    }

    /**
     * {@inheritDoc}
     *
     * <p>OpenMP's number of threads is the calling thread's. BLAS's is the process's and stays as it was set last, so
     * all workers of a process must ask for the same number. Nothing else outlives the call.
     *
     * @throws IllegalStateException if ND4J has no backend, or one that cannot run on the GPUs at hand
     */
    @Override
    public void prepareWorker(int toolThreads) {
        NativeRuntime.prepareThread(toolThreads);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Parameters are counted, and with them gradients and updater state. Activations are estimated from the shapes
     * that the examples have in every layer; they are left out if the tool cannot tell those.
     *
     * @throws IllegalArgumentException if the data does not fit the network
     */
    @Override
    public Optional<ModelEstimate> estimate(Configuration configuration, Schema data) throws Exception {
        boolean patches = !(oneDnn && OneDnn.isAvailable());
        M network = networks.build(configuration, 0);
        return Optional.of(new Footprint<>(networks, network, data, inputs, configuration, patches)
                .estimate(batchSize(configuration)));
    }

    /**
     * {@inheritDoc} It is memory off the heap: what the machine (or container) and JavaCPP's {@code maxphysicalbytes} leave to
     * this process beside its heap, or the least memory of its GPUs.
     */
    @Override
    public long memoryLimit() {
        return memoryLimit > 0 ? memoryLimit : NativeMemory.limit();
    }

    @Override
    public M create(Configuration configuration, long seed) throws Exception {
        NativeRuntime.requireUsable();
        M network = networks.build(configuration, seed);
        networks.initialise(network);
        if (start != null) {
            start.prepare(network);
        }
        return ready(network, configuration);
    }

    private M ready(M network, Configuration configuration) {
        Layer[] layers = networks.layers(network);
        OneDnn.refuseUnsound(layers, networks.dataType(network));
        if (oneDnn) {
            OneDnn.attach(layers);
        }
        networks.tag(network, configuration);
        return network;
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) {
        int size = batchSize(unit.configuration());
        Nd4j.getRandom().setSeed(unit.seed());
        networks.setCounters(model, networks.iteration(model), unit.epoch());
        try (Minibatches data = minibatches(model, shard, unit, size)) {
            return train(model, data, unit);
        } finally {
            networks.forget(model);
        }
    }

    private Minibatches minibatches(M model, Examples shard, UnitContext unit, int size) {
        return Minibatches.of(
                networks.inputs(model), networks.outputs(model), shard, inputs, unit.configuration(), size);
    }

    private TrainingSummary train(M model, Minibatches data, UnitContext unit) {
        long examples = 0;
        long minibatches = 0;
        double losses = 0;
        while (examples < data.examples() && Double.isFinite(losses)) {
            unit.checkCancelled();
            Minibatch minibatch = data.load((int) examples);
            networks.fit(model, minibatch);
            losses += model.score() * minibatch.examples();
            examples += minibatch.examples();
            minibatches++;
        }
        return new TrainingSummary(examples, minibatches, losses / examples);
    }

    private int batchSize(Configuration configuration) {
        int size = configuration.has(batchSize) ? configuration.getInt(batchSize) : DEFAULT_BATCH_SIZE;
        if (size < 1) {
            throw new IllegalArgumentException(
                    "'" + batchSize + "' (" + size + ") must be at least 1; raise its bound");
        }
        return size;
    }

    @Override
    public MetricAccumulator evaluate(M model, Examples shard, UnitContext unit) {
        int inTraining = batchSize(unit.configuration());
        int size = Evaluator.batchSize(shard.schema(), inputs, inTraining);
        try (Minibatches data = minibatches(model, shard, unit, size)) {
            return new Evaluator<>(networks).evaluate(model, data, unit, task);
        } finally {
            networks.forget(model);
        }
    }

    /** {@inheritDoc} Parameters, gradients and updater state; not what a minibatch needs while it is trained. */
    @Override
    public long bytes(M model) {
        return networks.bytes(model);
    }

    @Override
    public void write(M model, WritableByteChannel out) throws IOException {
        new Checkpoints<>(networks).write(model, out);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A checkpoint of another configuration is taken if its network has the same layers and the same kind of updater: a
     * clone starts with its parent's parameters, updater state and counters, whatever its learning rate or dropout.
     */
    @Override
    public M restore(Configuration configuration, ReadableByteChannel in, @Nullable M reusable) throws IOException {
        NativeRuntime.requireUsable();
        M network = new Checkpoints<>(networks).restore(configuration, in, reusable);
        return network == reusable ? network : ready(network, configuration);
    }

    /** {@inheritDoc} A {@code ModelSerializer} file with updater state. */
    @Override
    public void export(M model, Path file) throws IOException {
        networks.export(model, file.toFile());
    }

    @Override
    public String exportExtension() {
        return "zip";
    }

    @Override
    public void close(M model) {
        networks.close(model);
    }
}
