package org.jerboa.hazelcast.internal.grid;

import java.util.Objects;

/** Where the user's classes are. */
public final class Loaders {

    private Loaders() {}

    /** The thread's context class loader, or the one that Jerboa is from. */
    public static ClassLoader present() {
        return Objects.requireNonNullElseGet(
                Thread.currentThread().getContextClassLoader(),
                () -> Objects.requireNonNull(Loaders.class.getClassLoader()));
    }
}
