/**
 * A trained network as a graph of named layers: what each costs to compute and to keep, and how to compute some of them from the
 * kept outputs of others.
 *
 * <p>{@link org.jerboa.transfer.graph.TrainedNetwork} is where to begin. Sequential networks are looked at as graphs without
 * branches, so that there is one way to compute and to plan for both.
 */
@NullMarked
package org.jerboa.transfer.graph;

import org.jspecify.annotations.NullMarked;
