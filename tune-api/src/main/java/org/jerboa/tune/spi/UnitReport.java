package org.jerboa.tune.spi;

import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
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
     * @param reason what kind of failure it is
     * @param cause what the handler or the store threw, in one line
     * @param trace its stack trace; empty if there is none
     */
    record Failed(long ticket, String worker, Reason reason, String cause, String trace) implements UnitReport {

        /** With what was thrown as the cause. */
        public static Failed of(long ticket, String worker, Reason reason, Throwable thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            Throwable root = thrown.getCause();
            String cause = root == null ? thrown.toString() : thrown + ", caused by " + root;
            return new Failed(ticket, worker, reason, cause, trace.toString());
        }
    }

    /** Why a unit failed. */
    enum Reason {
        /** The handler or the store threw. */
        ERROR,
        /**
         * The version that the unit starts from could not be had: its live model is gone and its checkpoint missing or
         * damaged. Units before it have to be run again.
         */
        MODEL_MISSING,
        /**
         * As before, because the worker that held the live model has left: no fault of the trial, and no failure of it that
         * counts.
         */
        MODEL_LOST,
        /** The model would not fit into memory; trying again is of no use. */
        DOES_NOT_FIT,
        /** It was cancelled, as {@link WorkerPool#cancel} asked. */
        CANCELLED
    }
}
