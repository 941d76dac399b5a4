package org.jerboa.testkit.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler by hand, one unit after another, as the reference that every other way of running it is compared with.
 * Step {@code s} is the unit of epoch {@code s / shards} over shard {@code s % shards}, with a seed of its own.
 *
 * <p>Keeps the models it made so that all can be closed. Thread-safe as far as different models go.
 */
public final class HandlerBench<M> {

    private final ModelHandler<M> handler;
    private final List<Examples> shards;
    private final Set<M> open = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    HandlerBench(ModelHandler<M> handler, List<Examples> shards) {
        this.handler = handler;
        this.shards = List.copyOf(shards);
        handler.prepareWorker(1);
    }

    M create(Configuration configuration, long seed) throws Exception {
        M model = handler.create(configuration, seed);
        open.add(model);
        return model;
    }

    M restore(Configuration configuration, byte[] payload, @Nullable M reusable) throws IOException {
        M model = handler.restore(configuration, Channels.newChannel(new ByteArrayInputStream(payload)), reusable);
        open.add(model);
        return model;
    }

    byte[] payload(M model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        handler.write(model, Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    /** Trains the steps from {@code first} (inclusive) to {@code end} (exclusive). */
    void train(M model, Configuration configuration, int first, int end) throws Exception {
        for (int step = first; step < end; step++) {
            train(model, configuration, step);
        }
    }

    TrainingSummary train(M model, Configuration configuration, int step) throws Exception {
        return train(model, shards.get(step % shards.size()), context(configuration, step, () -> false));
    }

    TrainingSummary train(M model, Examples examples, UnitContext unit) throws Exception {
        return handler.train(model, examples, unit);
    }

    UnitContext context(Configuration configuration, int step, BooleanSupplier cancelled) {
        int epoch = step / shards.size();
        int position = step % shards.size();
        long seed = RandomStreams.seed(1, "unit", step);
        return new UnitContext(0, configuration, epoch, position, shards.size(), seed, Set.of(), cancelled);
    }

    /** The checkpoint after the first {@code steps} steps of a new model. */
    byte[] straight(Configuration configuration, long seed, int steps) throws Exception {
        M model = create(configuration, seed);
        train(model, configuration, 0, steps);
        byte[] payload = payload(model);
        close(model);
        return payload;
    }

    void close(M model) {
        open.remove(model);
        handler.close(model);
    }

    void closeAll() {
        List.copyOf(open).forEach(this::close);
    }
}
