package org.jerboa.tune.spi;

import java.io.Serializable;
import org.jerboa.tune.metric.MetricAccumulator;

/**
 * What a worker reports of a unit query.
 */
public sealed interface UnitReport extends Serializable {

    /** The unit query's ticket. */
    long ticket();

    /** Name of the worker. */
    String worker();

    /**
     * A model was trained over a shard.
     *
     * @param cost time and bytes it took
     */
    record Trained(long ticket, String worker, TrainingSummary training, UnitCost cost) implements UnitReport {}

    /** A model was evaluated over a shard. */
    record Evaluated(long ticket, String worker, MetricAccumulator metrics, UnitCost cost) implements UnitReport {}

    /**
     * The unit failed, or was cancelled. It left no trace: the model's last committed version stands, any live
     * model of the trial is gone.
     *
     * @param cause what the handler or the store threw
     * @param missing whether the version that the unit starts from could not be had (its live model is gone and
     *     its checkpoint missing or damaged), so that units before it have to be run again
     */
    record Failed(long ticket, String worker, Throwable cause, boolean missing) implements UnitReport {}
}
