package org.jerboa.arbiter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;

/** Writes every event down in a line. */
final class Recorder implements StatusListener {

    private final List<String> events = new CopyOnWriteArrayList<>();

    List<String> events() {
        return events;
    }

    @Override
    public void onInitialization(IOptimizationRunner runner) {
        events.add("initialization");
    }

    @Override
    public void onShutdown(IOptimizationRunner runner) {
        events.add("shutdown");
    }

    @Override
    public void onRunnerStatusChange(IOptimizationRunner runner) {
        events.add("runner " + runner.numCandidatesTotal() + " " + runner.numCandidatesCompleted() + " "
                + runner.numCandidatesFailed() + " " + runner.bestScoreCandidateIndex());
    }

    @Override
    public void onCandidateStatusChange(CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
        events.add(info.getIndex() + " " + info.getCandidateStatus() + " " + info.getScore()
                + (result == null ? "" : " with result"));
    }

    @Override
    public void onCandidateIteration(CandidateInfo info, Object candidate, int iteration) {
        events.add(info.getIndex() + " iteration " + iteration);
    }
}
