package org.jerboa.arbiter;

import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.jspecify.annotations.Nullable;

/**
 * What one candidate's task is given as its listener. Tasks, users' own among them, announce their end themselves; this one
 * remembers whether that has happened, so that the runner announces the ends that a task keeps to itself, and it lets
 * nothing through from a candidate that was given up.
 */
final class CandidateListener extends BaseStatusListener {

    private final StatusListener all;
    private final Lifetime lifetime;
    private volatile boolean endTold;

    CandidateListener(StatusListener all, Lifetime lifetime) {
        this.all = all;
        this.lifetime = lifetime;
    }

    boolean endTold() {
        return endTold;
    }

    @Override
    public void onCandidateStatusChange(
            @Nullable CandidateInfo info, @Nullable IOptimizationRunner runner, @Nullable OptimizationResult result) {
        boolean end = result != null || (info != null && isEnd(info.getCandidateStatus()));
        if (end ? lifetime.beginEnd() : lifetime.isOpen()) {
            endTold |= end;
            all.onCandidateStatusChange(info, runner, result);
        }
    }

    @Override
    public void onCandidateIteration(CandidateInfo info, Object candidate, int iteration) {
        if (lifetime.isOpen()) {
            all.onCandidateIteration(info, candidate, iteration);
        }
    }

    private static boolean isEnd(CandidateStatus status) {
        return switch (status) {
            case Complete, Failed, Cancelled -> true;
            case Created, Running -> false;
        };
    }
}
