package org.jerboa.mop.schedule;

import java.util.BitSet;

/**
 * What is left of the epoch that a trial is in; of the next epoch, if its units of this one have all begun: nobody has
 * granted that one yet, but most trials get it.
 *
 * @param left shards to visit that it is not on already; the caller's own
 * @param route the same shards in the order in which they must be visited; empty if any order will do
 * @param unitNanos expected time of a unit on an ordinary worker
 * @param worker index of the worker that runs it or ran it last; -1 if none did
 * @param readyAt when it is expected to be ready for the first of them
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers
public record Job(int trial, int epoch, BitSet left, int[] route, double unitNanos, int worker, long readyAt) {}
