package org.jerboa.hazelcast.internal.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jerboa.hazelcast.internal.wire.Event;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Split;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told, in the driver's process, of what workers compute of derived shards. Used by the pool's thread. */
final class Observers {

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final Dataset data;

    Observers(Dataset data) {
        this.data = data;
    }

    void computed(Event.Computed event) {
        tell(
                event.split(),
                event.shard(),
                observer -> observer.computed(
                        event.outputs(), event.fromSource(), event.bytes(), Duration.ofNanos(event.nanos())));
    }

    void failed(Event.NotComputed event) {
        LOG.warn("{} shard {} could not be derived: {}", event.split().label(), event.shard(), event.message());
        tell(event.split(), event.shard(), observer -> observer.failed(event.message()));
    }

    private void tell(Split split, int shard, Consumer<Derivation.Observer> event) {
        Optional<Derivation> derivation = data.shards(split).get(shard).derivation();
        try {
            derivation.map(Derivation::observer).ifPresent(event);
        } catch (RuntimeException e) {
            LOG.warn(
                    "The observer of {} shard {} failed",
                    split.label(),
                    shard,
                    e); // the study has nothing to do with it
        }
    }
}
