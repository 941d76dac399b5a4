package org.jerboa.hazelcast.internal.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A member of the grid: passes on what it gets to its worker, and to the drivers of studies that are here. Thread-safe. */
public final class Node implements Endpoint {

    private final Map<String, Endpoint> drivers = new ConcurrentHashMap<>();
    private volatile @Nullable Endpoint worker;
    private volatile boolean starting;

    private Node(boolean starting) {
        this.starting = starting;
    }

    /** One that is only driven from. */
    public static Node driver() {
        return new Node(false);
    }

    /** One that is to have a worker, which is made when the member has joined. */
    public static Node worker() {
        return new Node(true);
    }

    /** Null when it has ended. */
    public void setWorker(@Nullable Endpoint present) {
        worker = present;
        starting = false;
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

    /** @throws IllegalStateException if it comes too early, and has to be sent again */
    @Override
    public @Nullable String take(Delivery delivery) {
        if (!delivery.isToDriver() && starting) {
            throw new IllegalStateException("the worker is about to start");
        }
        Endpoint end = delivery.isToDriver() ? drivers.get(delivery.study()) : worker;
        return end == null ? nobody(delivery.isToDriver()) : end.take(delivery);
    }

    @Override
    public @Nullable String take(ShardPart part) {
        Endpoint end = worker;
        return end == null ? nobody(false) : end.take(part);
    }

    @Override
    public @Nullable String take(ShardFile file) {
        Endpoint end = worker;
        return end == null ? nobody(false) : end.take(file);
    }

    @Override
    public byte[] take(DerivedOffer offer) {
        Endpoint end = worker;
        return end == null ? Lacks.refusal(nobody(false)) : end.take(offer);
    }

    @Override
    public @Nullable String take(TransformPart part) {
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
