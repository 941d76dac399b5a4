package org.jerboa.mop.local;

/**
 * A model in memory between two units.
 *
 * @param version units it was trained for
 * @param worker worker that ran its last unit
 * @param bytes memory it holds
 */
record LiveModel<M>(int trial, int version, String worker, long bytes, M model) {}
