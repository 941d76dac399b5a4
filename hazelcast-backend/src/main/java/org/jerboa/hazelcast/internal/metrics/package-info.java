/** Figures for JMX. */
@NullMarked
package org.jerboa.hazelcast.internal.metrics;

import org.jspecify.annotations.NullMarked;
