package org.jerboa.search;

import java.io.Serializable;
import org.jerboa.tune.space.Configuration;

/**
 * Which configurations may be tried, where conditions of the space cannot say it: {@code c -> c.getInt("filters") *
 * c.getInt("batchSize") <= 4096}. Must depend on the configuration alone, and be serialisable, as a lambda is that
 * captures serialisable values.
 */
@FunctionalInterface
public interface Constraint extends Serializable {

    boolean allows(Configuration configuration);
}
