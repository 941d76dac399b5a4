/**
 * Search algorithms. Each is an immutable description of its settings that makes one stateful searcher per study; the
 * searcher names the set of trials to train next, and is told what became of each.
 *
 * <p>Nothing here knows how, where or how fast a trial is trained: no executor, no clock, no deep-learning tool.
 */
@NullMarked
package org.jerboa.search;

import org.jspecify.annotations.NullMarked;
