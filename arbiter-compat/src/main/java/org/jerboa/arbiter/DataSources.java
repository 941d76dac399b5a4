package org.jerboa.arbiter;

import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.jspecify.annotations.Nullable;

/** Instances of users' data sources, made as Arbiter makes them. */
final class DataSources {

    private DataSources() {}

    /** @throws IllegalStateException if the class cannot be instantiated */
    static DataSource create(Class<? extends DataSource> type, @Nullable Properties properties) {
        try {
            DataSource source = type.getDeclaredConstructor().newInstance();
            if (properties != null) {
                source.configure(properties);
            }
            return source;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "no instance of the data source " + type.getName()
                            + "; its class and its constructor without arguments must be public, and must not throw",
                    e);
        }
    }
}
