/** What a member computes of shards, and keeps from one study of a driver to the next. */
@NullMarked
package org.jerboa.hazelcast.internal.worker.derived;

import org.jspecify.annotations.NullMarked;
