package org.jerboa.testkit.guide;

import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;

/** Random configurations, each trained until its objective has not improved for {@code patience} epochs. */
public record WhileImproving(int trials, int patience, int maxEpochs) implements SearchAlgorithm {

    public WhileImproving {
        if (trials < 1 || patience < 1 || maxEpochs < 1) {
            throw new IllegalArgumentException("trials (" + trials + "), patience (" + patience + ") and maxEpochs ("
                    + maxEpochs + ") must be at least 1; raise them");
        }
    }

    @Override
    public Searcher start(SearchProblem problem) {
        return new WhileImprovingSearcher(this, problem);
    }

    @Override
    public String describe() {
        return "whileImproving(trials=" + trials + ", patience=" + patience + ", maxEpochs=" + maxEpochs + ")";
    }
}
