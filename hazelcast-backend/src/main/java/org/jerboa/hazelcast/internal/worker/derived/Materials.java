package org.jerboa.hazelcast.internal.worker.derived;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.worker.memory.Room;

/**
 * What a member has of each driver to derive shards: sources, transforms, and outputs that it has computed. A driver's stay from one study to
 * the next, and go with it. Thread-safe.
 */
public final class Materials implements AutoCloseable {

    private final Room room;
    private final ClassLoader loader;
    private final Map<UUID, DriverMaterials> drivers = new ConcurrentHashMap<>();

    /**
     * @param room for all of it, beside what transforms take on the heap
     * @param loader of the classes of transforms
     */
    public Materials(Room room, ClassLoader loader) {
        this.room = room;
        this.loader = loader;
    }

    /** Begins a driver's study. */
    public DerivedShards open(UUID driver, Told told) {
        DriverMaterials materials = drivers.computeIfAbsent(
                driver, id -> new DriverMaterials(room, new Transforms(room, loader), this::dropUnused));
        return new DerivedShards(materials, told);
    }

    /** Makes room: what no open study needs can be sent or computed again. */
    private void dropUnused() {
        drivers.values().forEach(DriverMaterials::dropUnused);
    }

    public void driverLeft(UUID driver) {
        DriverMaterials left = drivers.remove(driver);
        if (left != null) {
            left.close();
        }
    }

    /** Bytes of sources and outputs, on the heap and in files. */
    public long bytes() {
        return drivers.values().stream().mapToLong(DriverMaterials::bytes).sum();
    }

    @Override
    public void close() {
        drivers.keySet().forEach(this::driverLeft);
    }
}
