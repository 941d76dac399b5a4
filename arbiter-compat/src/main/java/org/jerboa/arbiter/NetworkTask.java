package org.jerboa.arbiter;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.deeplearning4j.arbiter.listener.DL4JArbiterStatusReportingListener;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.task.TaskListener;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jerboa.dl4j.Dl4j;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains, scores and saves one candidate's network, step by step as Arbiter's {@code MultiLayerNetworkTaskCreator} and {@code
 * ComputationGraphTaskCreator} do (1.0.0-beta7, {@code callHelper}), so that the same seeds give the same scores. The
 * order matters: making the network seeds the thread's random stream, from which data and training may draw.
 *
 * <p>Otherwise than there, the candidate's value is deserialised once, a network of a candidate that was given up stops at
 * the next iteration, and early stopping that ended by an error without a model says which error.
 */
final class NetworkTask<C, N extends Model> implements Callable<OptimizationResult> {

    private static final Logger log = LoggerFactory.getLogger(NetworkTask.class);

    private final NetworkTasks<?> settings;
    private final NetworkKind<C, N> kind;
    private final Candidate<?> candidate;
    private final Attempt attempt;

    NetworkTask(NetworkTasks<?> settings, NetworkKind<C, N> kind, Candidate<?> candidate, Attempt attempt) {
        this.settings = settings;
        this.kind = kind;
        this.candidate = candidate;
        this.attempt = attempt;
    }

    @Override
    public OptimizationResult call() {
        Dl4j.keepBuffersInUse();
        if (!settings.restored().contains(ArbiterBehaviour.TOOL_THREADS)) {
            settings.toolThreads().limit();
        }
        try {
            return train();
        } finally {
            settings.memory().release();
        }
    }

    private OptimizationResult train() {
        C value = kind.valueType().cast(candidate.getValue());
        if (!settings.restored().contains(ArbiterBehaviour.ADAM_BETAS)) {
            settings.adamBetas().correct(kind.layers(value));
        }
        CandidateInfo info = running();
        N network = kind.create(value);
        settings.memory().allocated(network);
        TaskListener taskListener = settings.taskListener();
        if (taskListener != null) {
            network = taskListener.preProcess(network, candidate);
        }
        kind.addListener(network, new DL4JArbiterStatusReportingListener(List.of(attempt.listener()), info));
        kind.addListener(network, new StopWhenGivenUp(attempt.lifetime()));
        CandidateData data = new CandidateData(settings.configuration(), candidate);
        Object training = data.training();
        Object evaluation = null;
        EarlyStoppingConfiguration<N> stopping = kind.earlyStopping(value);
        if (stopping == null) {
            kind.fit(network, training, kind.epochs(value));
            info.setCandidateStatus(CandidateStatus.Complete);
        } else {
            EarlyStoppingResult<N> stopped = kind.fit(network, training, stopping);
            network = best(stopped);
            if (stopped.getTerminationReason() == TerminationReason.Error) {
                info.setCandidateStatus(CandidateStatus.Failed);
                info.setExceptionStackTrace(stopped.getTerminationDetails());
            } else {
                info.setCandidateStatus(CandidateStatus.Complete);
                evaluation = evaluate(network, data);
            }
        }
        info.setScore(data.score(network));
        if (taskListener != null) {
            taskListener.postProcess(network, candidate);
        }
        OptimizationResult result =
                new OptimizationResult(candidate, info.getScore(), candidate.getIndex(), evaluation, info, null);
        save(result, network);
        return result;
    }

    private CandidateInfo running() {
        CandidateInfo info = attempt.created();
        info.setCandidateStatus(CandidateStatus.Running);
        info.setStartTime(System.currentTimeMillis());
        return info;
    }

    private static <N extends Model> N best(EarlyStoppingResult<N> stopped) {
        N best = stopped.getBestModel();
        if (best == null) {
            throw new IllegalStateException("early stopping ended without a model: " + stopped.getTerminationReason()
                    + ", " + stopped.getTerminationDetails());
        }
        return best;
    }

    /** As in Arbiter, evaluators see networks that were stopped early, and no others. */
    private @Nullable Object evaluate(N network, CandidateData data) {
        return settings.evaluator() == null ? null : settings.evaluator().evaluateModel(network, data);
    }

    /** A model that cannot be saved is lost, but its score is known, so the candidate has completed. */
    private void save(OptimizationResult result, N network) {
        ResultSaver saver = settings.configuration().getResultSaver();
        if (saver == null || attempt.lifetime().isGivenUp()) {
            return;
        }
        try {
            result.setResultReference(saver.saveModel(result, network));
            Optional<ResultFolder> folder = ResultFolder.of(saver);
            if (folder.isPresent()) {
                folder.get().writeHyperparameters(candidate, space());
            }
        } catch (Exception e) { // a saver may be a user's
            log.error("candidate {} was trained and scored, but {} did not save it", result.getIndex(), saver, e);
            CandidateInfo info = result.getCandidateInfo();
            if (info.getExceptionStackTrace() == null) {
                info.setExceptionStackTrace(
                        "trained and scored, but not saved by " + saver + ": " + ExceptionUtils.getStackTrace(e));
            }
        }
    }

    private ParameterSpace<?> space() {
        return settings.configuration().getCandidateGenerator().getParameterSpace();
    }

    /** Training inside the tool cannot be interrupted otherwise. */
    private static final class StopWhenGivenUp extends BaseTrainingListener {

        private final Lifetime lifetime;

        StopWhenGivenUp(Lifetime lifetime) {
            this.lifetime = lifetime;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            if (lifetime.isGivenUp()) {
                throw new CancellationException("the candidate was given up");
            }
        }
    }
}
