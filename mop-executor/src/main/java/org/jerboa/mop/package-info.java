/**
 * Model Hopper Parallelism: trains the set of a study's trials over sharded data. Programs
 * that run studies need {@link org.jerboa.mop.MopExecutor} only; {@link org.jerboa.mop.PastTrials} reads an earlier study's trials.
 *
 * <p>The way of a study: {@code MopExecutor} starts a {@code StudyRun}, whose one thread feeds events to the {@code
 * coordinator}; the coordinator asks the searcher, picks unit queries and submits them to a worker pool ({@code
 * local} is the one of threads); workers hand live models over, or keep them as {@code checkpoint}s; everything that
 * takes effect goes to the {@code journal}, and at the end to {@code results}.
 */
@NullMarked
package org.jerboa.mop;

import org.jspecify.annotations.NullMarked;
