package org.jerboa.hazelcast.internal.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A member of the grid: passes on what it gets to its worker, and to the drivers of studies that are here. Thread-safe. */
public final class Node implements Endpoint {

    private final Map<String, Endpoint> drivers = new ConcurrentHashMap<>();
    private volatile @Nullable Endpoint worker;

    public void setWorker(@Nullable Endpoint present) {
        worker = present;
    }

    /** @throws IllegalStateException if the study has a driver here already */
    public void addDriver(String study, Endpoint driver) {
        if (drivers.putIfAbsent(study, driver) != null) {
            throw new IllegalStateException("study " + study + " is driven from here already");
        }
    }

    public void removeDriver(String study, Endpoint driver) {
        drivers.remove(study, driver);
    }

    @Override
    public @Nullable String take(Delivery delivery) {
        Endpoint end = delivery.isToDriver() ? drivers.get(delivery.study()) : worker;
        return end == null ? nobody(delivery.isToDriver()) : end.take(delivery);
    }

    @Override
    public @Nullable String take(ShardPart part) {
        Endpoint end = worker;
        return end == null ? nobody(false) : end.take(part);
    }

    @Override
    public byte @Nullable [] give(Pull pull) {
        Endpoint end = pull.isFromDriver() ? drivers.get(pull.study()) : worker;
        return end == null ? null : end.give(pull);
    }

    private static String nobody(boolean driver) {
        return driver ? "the study is not driven from here any more" : "no units are run on this member";
    }
}
