package org.jerboa.arbiter;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the best models in memory, where Arbiter's {@code InMemoryResultSaver} keeps all of them until there is no memory
 * left. Results, without models, are kept of every candidate. Thread-safe; not for Arbiter's JSON.
 */
public final class BestResultSaver implements ResultSaver {

    private final int most;
    private final PriorityQueue<Kept> worstFirst;

    /**
     * A saver for one search.
     *
     * @param mostModels at least 1
     * @param scoreFunction the configuration's; whether low or high scores are good
     */
    public BestResultSaver(int mostModels, ScoreFunction scoreFunction) {
        if (mostModels < 1) {
            throw new IllegalArgumentException("mostModels (" + mostModels + ") must be at least 1");
        }
        int sign = scoreFunction.minimize() ? -1 : 1;
        this.most = mostModels;
        this.worstFirst = new PriorityQueue<>((a, b) -> Double.compare(sign * a.score, sign * b.score));
    }

    @Override
    public synchronized ResultReference saveModel(OptimizationResult result, Object model) {
        Kept kept = new Kept(result, model);
        if (!Double.isNaN(kept.score)) {
            worstFirst.add(kept);
        } else {
            kept.model = null; // no score, never among the best
        }
        if (worstFirst.size() > most) {
            worstFirst.remove().model = null;
        }
        return kept;
    }

    @Override
    public List<Class<?>> getSupportedCandidateTypes() {
        return List.of(Object.class);
    }

    @Override
    public List<Class<?>> getSupportedModelTypes() {
        return List.of(Object.class);
    }

    @Override
    public String toString() {
        return "BestResultSaver(" + most + ")";
    }

    private static final class Kept implements ResultReference {

        private final OptimizationResult result;
        private final double score;
        private volatile @Nullable Object model;

        Kept(OptimizationResult result, Object model) {
            this.result = result;
            this.model = model;
            this.score = result.getScore() == null ? Double.NaN : result.getScore();
        }

        @Override
        public OptimizationResult getResult() {
            return result;
        }

        /** @throws IOException if others were better */
        @Override
        public Object getResultModel() throws IOException {
            Object kept = model;
            if (kept == null) {
                throw new IOException("the model of candidate " + result.getIndex()
                        + " was not kept, as others are better; keep more, or save to files");
            }
            return kept;
        }
    }
}
