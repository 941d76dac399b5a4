package org.jerboa.tune.spi;

import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Adapter to one deep-learning tool: everything the executor ever asks of it. The tool's own sequential SGD trains a
 * model over one shard on one worker; Jerboa decides which model, which shard and where.
 *
 * <p><b>Determinism.</b> A model's state after a sequence of units depends on its configuration, its seeds and the
 * sequence alone: not on the thread, the worker, on other models trained beside it, nor on whether it was written to
 * a checkpoint and restored in between. Random state is therefore either part of the checkpoint or set from
 * {@link UnitContext#seed()} at the start of each unit.
 *
 * <p><b>Threads.</b> A handler is stateless, immutable and serialisable, and may be called from any number of threads
 * for different models. One model is only ever used by one thread at a time, with a happens-before edge between
 * uses, but the thread may change from unit to unit.
 *
 * <p>Users may implement this; {@code ModelHandlerContract} in testkit checks what is promised here.
 *
 * @param <M> the tool's model with its complete training state (weights, optimiser state, counters)
 */
public interface ModelHandler<M> extends Serializable {

    /**
     * What a rerun must match to give the same bits: the tool's name and version, its backend, native variant, and
     * numeric settings. Journalled with the study and compared on resume, so values must be stable texts.
     */
    Map<String, String> settings();

    /**
     * Called once on each worker thread before it runs any unit, to set per-thread state of the tool.
     *
     * @param toolThreads how many threads the tool may use inside one unit on this worker
     */
    default void prepareWorker(int toolThreads) {}

    /**
     * What a model of a configuration will take, without making it; empty if the handler cannot tell. A trial whose
     * estimate exceeds {@link #memoryLimit()} fails before its model is made; and until a trial's units have been
     * measured, the estimate tells how costly they are beside those of others. Cheap: milliseconds at most.
     *
     * @param data what the model is to be trained on: activations are as large as the examples make them
     * @throws Exception if the configuration does not describe a model, or not one for such data
     */
    default Optional<ModelEstimate> estimate(Configuration configuration, Schema data) throws Exception {
        return Optional.empty();
    }

    /** Bytes of memory that one model may take in this process: the JVM's maximum heap, unless the tool has its own. */
    default long memoryLimit() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * A new, initialised model.
     *
     * @throws Exception if the configuration does not describe a model; the trial fails with it as its cause
     */
    M create(Configuration configuration, long seed) throws Exception;

    /**
     * Trains over all examples of one shard, once, in their order, in minibatches of the configuration's batch size:
     * one sub-epoch. Schedules that count epochs see {@link UnitContext#epoch()}, not the number of sub-epochs.
     * {@link UnitContext#checkCancelled()} is called between minibatches.
     *
     * @throws Exception if training failed; the model is then in an undefined state and is only closed or restored
     */
    TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception;

    /**
     * Evaluates over all examples of one shard without changing the model's training state. The accumulator reports
     * at least {@code loss} and the tool's usual metrics for the task, and those of {@link UnitContext#metrics()}
     * that it knows (costly ones, such as a multi-class {@code auc}, are computed only if asked for).
     */
    MetricAccumulator evaluate(M model, Examples shard, UnitContext unit) throws Exception;

    /** Approximate bytes of memory, on and off the heap, that the live model holds; bounds the model cache. */
    long bytes(M model);

    /**
     * Writes the complete training state, such that {@link #restore} continues bit for bit. The store adds framing
     * and a checksum; the handler writes its payload only. The channel is not closed.
     */
    void write(M model, WritableByteChannel out) throws IOException;

    /**
     * Restores what {@link #write} wrote. The payload may have been written under another configuration, as a clone
     * starts from its parent's checkpoint: the model then goes on with the parent's weights, counters and optimiser
     * state, which must fit it.
     *
     * @param reusable a model of the same configuration whose state may be overwritten (it may be in an undefined
     *     state after a failed unit), returned if used; otherwise the handler leaves it untouched for the caller
     *     to close
     * @throws IOException if weights or optimiser state do not fit the configuration, or it is no payload; it names what
     *     was found
     */
    M restore(Configuration configuration, ReadableByteChannel in, @Nullable M reusable) throws IOException;

    /** Writes the model as the tool's own file, for use without Jerboa. */
    void export(M model, Path file) throws IOException;

    /** File name extension of {@link #export}, without a dot. */
    String exportExtension();

    /** Releases native and other memory. The model is not used again. Must not throw for a model in any state. */
    void close(M model);
}
