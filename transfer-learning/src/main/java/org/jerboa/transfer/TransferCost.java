package org.jerboa.transfer;

import java.time.Duration;

/**
 * What computing and storing the outputs of layers has taken, without the training of downstream models.
 *
 * @param multiplyAccumulates of the layers that were computed, for the examples that they were computed for
 * @param bytesWritten outputs of layers that were stored
 * @param peakBytes the most that were stored at any time
 * @param time that threads have spent in computing them, together
 */
public record TransferCost(long multiplyAccumulates, long bytesWritten, long peakBytes, Duration time) {}
