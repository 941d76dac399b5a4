package org.jerboa.testkit.contract;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use. */
public final class UsedHeap {

    /** Collections until no more is freed. */
    private static final int MOST = 10;

    private static final long SETTLED = 1 << 14;

    private UsedHeap() {}

    /** Bytes that are held after collections, by this JVM as a whole. */
    static long bytes() {
        long before = Long.MAX_VALUE;
        long now = collected();
        for (int i = 0; i < MOST && before - now > SETTLED; i++) {
            before = now;
            now = Math.min(before, collected());
        }
        return now;
    }

    private static long collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
