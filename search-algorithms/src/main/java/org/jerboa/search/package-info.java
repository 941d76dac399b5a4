/**
 * Search algorithms. Each is an immutable description of its settings, made by static methods and refined by others, that
 * makes one stateful searcher per study; the searcher names the set of trials to train next, and is told what became of
 * each.
 *
 * <ul>
 *   <li>{@link org.jerboa.search.RandomSearch}: independent draws from the whole space;
 *   <li>{@link org.jerboa.search.SobolSearch}: points that fill the space evenly;
 *   <li>{@link org.jerboa.search.GridSearch}: every combination of evenly spread values, in order or shuffled.
 * </ul>
 *
 * <p>Nothing here knows how, where or how fast a trial is trained: no executor, no clock, no deep-learning tool.
 */
@NullMarked
package org.jerboa.search;

import org.jspecify.annotations.NullMarked;
