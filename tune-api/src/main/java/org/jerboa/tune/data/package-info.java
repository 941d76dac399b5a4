/**
 * Data as the executor and the handlers see it: a {@link org.jerboa.tune.data.Dataset} is cut into
 * {@link org.jerboa.tune.data.Shard}s, and a shard opens as one columnar block of {@link org.jerboa.tune.data.Examples}.
 *
 * <p>Blocks hold whole columns, not minibatches, so that the batch size stays a hyperparameter. Values stay in the type
 * they were stored in, and become floating-point numbers only when a handler copies a minibatch out. Where data comes
 * from (CSV, IDX, images, arrays) is the business of module {@code datasets}.
 */
@NullMarked
package org.jerboa.tune.data;

import org.jspecify.annotations.NullMarked;
