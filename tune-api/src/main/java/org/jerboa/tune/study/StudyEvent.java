package org.jerboa.tune.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;

/**
 * Everything that happens in a study, in the order in which it took effect. Listeners see this stream, the journal
 * records it, and a study resumes by reading it.
 */
public sealed interface StudyEvent {

    /** The searcher was asked and answered. Trials it started follow as {@link TrialStarted}. */
    record Asked(Searcher.Ask ask, List<Decision> decisions) implements StudyEvent {

        public Asked {
            decisions = List.copyOf(decisions);
        }
    }

    /**
     * A trial begins.
     *
     * @param parent trial it is cloned from
     * @param parentVersion version of the parent's model that it starts from; 0 without a parent
     */
    record TrialStarted(
            int trial,
            Configuration configuration,
            long seed,
            Optional<Integer> parent,
            int parentVersion,
            boolean added)
            implements StudyEvent {}

    /**
     * A unit was given to a worker. The only event that is not journalled, as nothing follows from it.
     *
     * @param ticket identifies this attempt among all of the study
     * @param position how many shards it had visited in this epoch before
     * @param version version of the model that the unit starts from
     */
    record UnitSubmitted(
            long ticket,
            UnitQuery.Kind kind,
            int trial,
            int epoch,
            int position,
            Split split,
            int shard,
            int version,
            String worker)
            implements StudyEvent {}

    /**
     * A model was trained over one shard.
     *
     * @param ticket the attempt
     * @param position how many shards it had visited in this epoch before
     * @param version version of the model that came of it
     */
    record UnitTrained(
            long ticket,
            int trial,
            int epoch,
            int position,
            int shard,
            int version,
            String worker,
            TrainingSummary training,
            UnitCost cost)
            implements StudyEvent {}

    /** A model was evaluated over one validation shard. */
    record UnitEvaluated(long ticket, int trial, int epoch, int shard, int version, String worker, UnitCost cost)
            implements StudyEvent {}

    /**
     * A unit failed.
     *
     * @param attempt how often units of this trial failed since it last got on, from 1; 0 if all that happened was that
     *     a checkpoint turned out damaged
     * @param retried whether it is tried again
     */
    record UnitFailed(long ticket, int trial, int version, String worker, int attempt, boolean retried, String cause)
            implements StudyEvent {}

    /** All shards of an epoch were visited and the model was validated. */
    record EpochFinished(int trial, EpochResult result, boolean best) implements StudyEvent {}

    /** A version of a trial's model is safely in the checkpoint store. */
    record CheckpointCommitted(int trial, int version, long bytes) implements StudyEvent {}

    /** A checkpoint could not be written. The study goes on; without it a crash costs more. */
    record CheckpointFailed(int trial, int version, String cause) implements StudyEvent {}

    /** A trial reached a final status. */
    record TrialEnded(int trial, TrialStatus status, Optional<String> cause) implements StudyEvent {}

    /** The user steered the study. What follows for single trials comes as events of their own. */
    record Steered(Command command) implements StudyEvent {}

    /**
     * The searcher has nothing more to train, or a limit was reached. Trials that have not ended do.
     *
     * @param reason which limit; empty if the searcher was done
     */
    record SearchEnded(Optional<String> reason) implements StudyEvent {}

    /** The best trial's model was evaluated on the test split. */
    record Tested(int trial, int version, Map<String, Double> metrics) implements StudyEvent {

        public Tested {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    record WorkerJoined(WorkerInfo worker) implements StudyEvent {}

    /** A worker reaches other shards than before. */
    record WorkerChanged(WorkerInfo worker) implements StudyEvent {}

    record WorkerLeft(String worker, String reason) implements StudyEvent {}

    /** No event follows. */
    record StudyEnded(StudyStatus status) implements StudyEvent {}
}
