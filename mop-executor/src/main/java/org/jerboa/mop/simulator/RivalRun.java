package org.jerboa.mop.simulator;

/**
 * What an approach other than MOP takes for a workload.
 *
 * @param firstResultOnAllSeconds when the last of the trials has finished its first epoch
 * @param idleShare share of the worker slots' time in which they do not train
 */
public record RivalRun(Approach approach, double makespanSeconds, double firstResultOnAllSeconds, double idleShare) {}
