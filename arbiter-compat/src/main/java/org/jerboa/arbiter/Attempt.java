package org.jerboa.arbiter;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one run of one candidate, whatever its task is. It always comes to a result: a task that throws, or answers nothing,
 * has failed.
 */
final class Attempt implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);
    private static final long NOT_STARTED = Long.MIN_VALUE;

    private final Candidate<?> candidate;
    private final IOptimizationRunner runner;
    private final Lifetime lifetime = new Lifetime();
    private final CandidateListener listener;
    private final LongSupplier nanoClock;
    private final BiConsumer<Attempt, OptimizationResult> onEnd;
    private final long createdMillis = System.currentTimeMillis();
    private volatile long startedMillis = createdMillis;
    private volatile long startedNanos = NOT_STARTED;
    private @Nullable Callable<OptimizationResult> task;

    /** @param onEnd is told the result on the attempt's own thread, unless the attempt was given up */
    Attempt(
            Candidate<?> candidate,
            IOptimizationRunner runner,
            StatusListeners listeners,
            LongSupplier nanoClock,
            BiConsumer<Attempt, OptimizationResult> onEnd) {
        this.candidate = candidate;
        this.runner = runner;
        this.listener = new CandidateListener(listeners, lifetime);
        this.nanoClock = nanoClock;
        this.onEnd = onEnd;
    }

    Candidate<?> candidate() {
        return candidate;
    }

    Lifetime lifetime() {
        return lifetime;
    }

    CandidateListener listener() {
        return listener;
    }

    /** To be called before {@link #run}. */
    void task(Callable<OptimizationResult> created) {
        this.task = created;
    }

    /** How long it has been running. */
    long nanosAt(long now) {
        return startedNanos == NOT_STARTED ? 0 : now - startedNanos;
    }

    CandidateInfo created() {
        return info(CandidateStatus.Created, null, null, null, null);
    }

    @Override
    public void run() {
        startedMillis = System.currentTimeMillis();
        startedNanos = nanoClock.getAsLong();
        listener.onCandidateStatusChange(info(CandidateStatus.Running, null, startedMillis, null, null), runner, null);
        OptimizationResult result = call();
        if (!listener.endTold()) {
            listener.onCandidateStatusChange(ended(result), runner, result);
        }
        if (lifetime.beginEnd()) {
            onEnd.accept(this, result);
        }
    }

    private OptimizationResult call() {
        try {
            if (task == null) {
                throw new IllegalStateException("candidate " + candidate.getIndex() + " has no task");
            }
            OptimizationResult result = task.call();
            if (result == null) {
                throw new IllegalStateException("the task of candidate " + candidate.getIndex() + " returned null");
            }
            return result;
        } catch (Throwable e) { // tasks are users' code, and even an Error fails its candidate only
            if (!lifetime.isGivenUp()) {
                log.warn("candidate {} failed", candidate.getIndex(), e);
            }
            return failure(e);
        } finally {
            task = null; // a task holds its data
        }
    }

    OptimizationResult failure(Throwable cause) {
        return failure(CandidateStatus.Failed, ExceptionUtils.getStackTrace(cause));
    }

    /** @param status failed or cancelled */
    OptimizationResult failure(CandidateStatus status, String why) {
        CandidateInfo info = info(status, null, startedMillis, System.currentTimeMillis(), why);
        return new OptimizationResult(candidate, null, candidate.getIndex(), null, info, null);
    }

    /** What is known about the candidate after its end; a user's task may have told less than Arbiter's own do. */
    CandidateInfo ended(OptimizationResult result) {
        CandidateInfo told = result.getCandidateInfo();
        if (told == null) {
            return info(CandidateStatus.Complete, result.getScore(), startedMillis, System.currentTimeMillis(), null);
        }
        Long started = told.getStartTime() == null ? Long.valueOf(startedMillis) : told.getStartTime();
        boolean failed = told.getCandidateStatus() == CandidateStatus.Failed
                || told.getCandidateStatus() == CandidateStatus.Cancelled;
        return info(
                failed ? told.getCandidateStatus() : CandidateStatus.Complete,
                result.getScore(),
                started,
                System.currentTimeMillis(),
                told.getExceptionStackTrace());
    }

    private CandidateInfo info(
            CandidateStatus status,
            @Nullable Double score,
            @Nullable Long started,
            @Nullable Long ended,
            @Nullable String stackTrace) {
        return new CandidateInfo(
                candidate.getIndex(),
                status,
                score,
                createdMillis,
                started,
                ended,
                candidate.getFlatParameters(),
                stackTrace);
    }
}
