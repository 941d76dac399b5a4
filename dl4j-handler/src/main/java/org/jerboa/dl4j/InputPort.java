package org.jerboa.dl4j;

/**
 * Where a network takes in a tensor of features.
 *
 * @param name of the graph's input; {@code input} for a sequential network
 * @param channels features or channels that the first layer expects; 0 if it does not say
 */
record InputPort(String name, Layout layout, long channels) {}
