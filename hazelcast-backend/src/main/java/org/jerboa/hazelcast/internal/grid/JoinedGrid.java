package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.worker.Neighbours;

/** A grid of worker processes that others have started. The driver joins it as a member that holds nothing. */
public record JoinedGrid(Path yaml) implements Supplier<OpenGrid> {

    @Override
    public OpenGrid get() {
        Node node = Node.driver();
        Config config = GridConfig.prepare(GridConfig.load(yaml), node, false, Loaders.present());
        config.setLiteMember(true);
        HazelcastInstance driver = Instances.start(config);
        return new OpenGrid(driver, node, new Neighbours(), () -> Instances.end(driver));
    }
}
