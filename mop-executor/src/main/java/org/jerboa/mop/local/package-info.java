/** The worker pool of threads in this JVM: live models are handed over, colder ones wait as checkpoints. */
@NullMarked
package org.jerboa.mop.local;

import org.jspecify.annotations.NullMarked;
