package org.jerboa.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a search has come to: the numbers that {@code IOptimizationRunner} tells. Every candidate that was started has at
 * last either completed or failed, those included that failed in generation, which Arbiter did not count.
 *
 * <p>Thread-safe.
 */
final class Progress {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final boolean minimize;
    private final SortedMap<Integer, CandidateInfo> infos = new TreeMap<>();
    private final SortedMap<Integer, ResultReference> results = new TreeMap<>();
    private int total;
    private int completed;
    private int failed;
    private int unsaved;
    private @Nullable Double bestScore;
    private @Nullable Long bestScoreTime;
    private int bestIndex = -1;

    Progress(boolean minimize) {
        this.minimize = minimize;
    }

    synchronized void started(CandidateInfo info) {
        total++;
        infos.put(info.getIndex(), info);
    }

    synchronized void failed(CandidateInfo info) {
        failed++;
        infos.put(info.getIndex(), info);
    }

    /** @param saved whether somebody was to keep the model */
    synchronized void completed(CandidateInfo info, OptimizationResult result, boolean saved) {
        completed++;
        infos.put(info.getIndex(), info);
        ResultReference reference = result.getResultReference();
        if (reference != null) {
            results.put(info.getIndex(), reference);
        } else if (saved) {
            unsaved++;
        }
        Double score = result.getScore();
        if (score == null || score.isNaN()) {
            log.warn("candidate {} completed with the score {}, which is never the best", info.getIndex(), score);
        } else if (isBest(score)) {
            log.info("candidate {} has the best score so far: {}", info.getIndex(), score);
            bestScore = score;
            bestScoreTime = System.currentTimeMillis();
            bestIndex = info.getIndex();
        }
    }

    /** The first of equal scores stays the best, as in Arbiter. */
    private boolean isBest(double score) {
        return bestScore == null || (minimize ? score < bestScore : score > bestScore);
    }

    synchronized int total() {
        return total;
    }

    synchronized int completed() {
        return completed;
    }

    synchronized int failed() {
        return failed;
    }

    synchronized int underWay() {
        return total - completed - failed;
    }

    /** Models of completed candidates that the saver did not take. */
    synchronized int unsaved() {
        return unsaved;
    }

    synchronized @Nullable Double bestScore() {
        return bestScore;
    }

    synchronized @Nullable Long bestScoreTime() {
        return bestScoreTime;
    }

    synchronized int bestIndex() {
        return bestIndex;
    }

    /** By index, as examples take the index of the best candidate for its position among them. */
    synchronized List<ResultReference> results() {
        return new ArrayList<>(results.values());
    }

    /** By index. */
    synchronized List<CandidateInfo> infos() {
        return new ArrayList<>(infos.values());
    }

    @Override
    public synchronized String toString() {
        String text = total + " candidates, " + completed + " completed, " + failed + " failed";
        long cancelled = infos.values().stream()
                .filter(info -> info.getCandidateStatus() == CandidateStatus.Cancelled)
                .count();
        return text
                + (cancelled == 0 ? "" : " (" + cancelled + " of them cancelled)")
                + (unsaved == 0 ? "" : ", " + unsaved + " models not saved")
                + (bestIndex < 0 ? ", none scored" : ", best " + bestScore + " of candidate " + bestIndex);
    }
}
