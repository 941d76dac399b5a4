package org.jerboa.transfer.explain;

import org.jspecify.annotations.Nullable;

/**
 * How a node is computed for patched images.
 *
 * @param locality how changes spread in it
 * @param window where its output changes; null if it is computed whole
 * @param whole why it is computed whole; empty if it is not
 */
record Planned(Node node, Locality locality, @Nullable Window window, String whole) {}
