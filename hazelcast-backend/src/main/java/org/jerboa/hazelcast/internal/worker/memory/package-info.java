/** Where a member keeps bytes: on the heap as far as a budget reaches, and in files beyond. */
@NullMarked
package org.jerboa.hazelcast.internal.worker.memory;

import org.jspecify.annotations.NullMarked;
