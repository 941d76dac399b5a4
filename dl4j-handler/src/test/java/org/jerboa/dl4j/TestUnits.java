package org.jerboa.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitContext;

/** Units and hops by hand. */
final class TestUnits {

    private TestUnits() {}

    static Configuration configuration(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Configuration.of(values);
    }

    static UnitContext unit(Configuration configuration, int epoch, int position, int shards) {
        long seed = 31L * (epoch * 1000L + position) + 17;
        return new UnitContext(0, configuration, epoch, position, shards, seed, Set.of(), () -> false);
    }

    static UnitContext unit(Configuration configuration) {
        return unit(configuration, 0, 0, 1);
    }

    static <M> byte[] checkpoint(ModelHandler<M> handler, M model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        handler.write(model, Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    static <M> M restore(ModelHandler<M> handler, Configuration configuration, byte[] checkpoint) throws IOException {
        return handler.restore(configuration, Channels.newChannel(new ByteArrayInputStream(checkpoint)), null);
    }

    /** Trains over all shards for some epochs without a hop, and gives the checkpoint. */
    static <M> byte[] trained(ModelHandler<M> handler, Configuration configuration, int epochs, Examples... shards)
            throws Exception {
        M model = handler.create(configuration, 5);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int shard = 0; shard < shards.length; shard++) {
                handler.train(model, shards[shard], unit(configuration, epoch, shard, shards.length));
            }
        }
        byte[] checkpoint = checkpoint(handler, model);
        handler.close(model);
        return checkpoint;
    }
}
