/**
 * Datasets from arrays, CSV, IDX, images and any other source, cut into shards. {@link org.jerboa.data.Datasets} is where to
 * begin; the classes here are what users write down. What reads each kind of source, {@code csv}, {@code idx}, {@code image} and
 * {@code array}, what cuts, {@code cut}, and what stores, {@code store}, lie in packages of their own, and are public for each
 * other only.
 *
 * <p>Knows no deep-learning tool: what it hands out are columnar blocks of examples, as the contract in
 * {@code org.jerboa.tune} describes them.
 */
@NullMarked
package org.jerboa.data;

import org.jspecify.annotations.NullMarked;
