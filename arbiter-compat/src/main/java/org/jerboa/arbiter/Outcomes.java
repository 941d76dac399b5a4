package org.jerboa.arbiter;

import org.apache.commons.lang3.exception.ExceptionUtils;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what becomes of candidates to everybody who is to know: the numbers of the search, its listeners, in the order that
 * they know from Arbiter, and the generator. Used by the search's thread.
 */
final class Outcomes {

    private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

    private final JerboaOptimizationRunner runner;
    private final CandidateSource source;
    private final Progress progress;
    private final StatusListeners listeners;

    Outcomes(JerboaOptimizationRunner runner, CandidateSource source, Progress progress, StatusListeners listeners) {
        this.runner = runner;
        this.source = source;
        this.progress = progress;
        this.listeners = listeners;
    }

    void failedInGeneration(Candidate<?> candidate, Exception cause) {
        long now = System.currentTimeMillis();
        CandidateInfo info = new CandidateInfo(
                candidate.getIndex(),
                CandidateStatus.Failed,
                null,
                now,
                now,
                now,
                candidate.getFlatParameters(),
                ExceptionUtils.getStackTrace(cause));
        progress.started(info);
        progress.failed(info);
        listeners.onCandidateStatusChange(info, runner, null);
        listeners.onRunnerStatusChange(runner);
    }

    void created(Attempt attempt) {
        progress.started(attempt.created());
        listeners.onCandidateStatusChange(attempt.created(), runner, null);
    }

    void failedBeforeStart(Attempt attempt, Throwable cause) {
        log.warn("candidate {} failed before its start", attempt.candidate().getIndex(), cause);
        endedFromOutside(attempt, attempt.failure(cause));
    }

    void givenUp(Attempt attempt, CandidateStatus status, String why) {
        log.warn("candidate {} is given up: {}", attempt.candidate().getIndex(), why);
        endedFromOutside(attempt, attempt.failure(status, why));
    }

    private void endedFromOutside(Attempt attempt, OptimizationResult failure) {
        listeners.onCandidateStatusChange(failure.getCandidateInfo(), runner, failure);
        ended(attempt, failure);
    }

    /** The end itself has been announced, by the attempt or whoever ended it. */
    void ended(Attempt attempt, OptimizationResult result) {
        CandidateInfo info = attempt.ended(result);
        if (info.getCandidateStatus() != CandidateStatus.Complete) {
            progress.failed(info);
            listeners.onRunnerStatusChange(runner);
            source.failed(info.getIndex());
            return;
        }
        try {
            source.report(result);
        } finally {
            progress.completed(info, result, runner.getConfiguration().getResultSaver() != null);
            listeners.onRunnerStatusChange(runner);
        }
    }
}
