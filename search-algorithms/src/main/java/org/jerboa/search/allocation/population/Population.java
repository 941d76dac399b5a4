package org.jerboa.search.allocation.population;

import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Trains a population together. Every so many epochs each member is held against the others at the same number of epochs; if
 * it is among the worst, a member among the best is cloned in its place, weights and configuration, and the configuration is
 * changed a little. What comes out is therefore a schedule of hyperparameters rather than one setting of them; {@link
 * org.jerboa.tune.study.StudyResult#lineage} reads it.
 *
 * <p>A clone is a trial of its own that counts its epochs from 0, though its weights have had those of its parent. The
 * population counts both: after {@code maxEpochs} along its line a member is complete.
 *
 * <ul>
 *   <li>How many are among the worst, or the best: {@code ceil(quantile * n)} of the n members that have come as far, but at
 *       least one and at most half; nobody is replaced where nobody is worse.
 *   <li>Ties go to the lower trial number.
 *   <li>Synchronously, a member waits until the others have had as many epochs, so that the outcome does not depend on
 *       which worker was faster. Asynchronously it is held against those that have come as far by then.
 *   <li>The place of a member that failed is filled by a clone when the next is judged. One that is ended from outside
 *       leaves the population.
 *   <li>A trial that the study's user adds joins the population from its own first epoch. Nobody waits for it.
 *   <li>Where the study's limit of trials leaves no room for a clone, the member trains on as it is.
 * </ul>
 *
 * <p>M. Jaderberg et al.: Population Based Training of Neural Networks. arXiv 1711.09846, 2017. Unlike there, ranks are always
 * taken at an equal number of epochs, and configurations are changed in the unit cube: see {@link Exploration}.
 *
 * <p>Immutable.
 *
 * @param size members; at least 2
 * @param maxEpochs of a member, those of the trials that it descends from included
 * @param interval epochs from one judgement to the next; at least 1
 * @param quantile part of the population that is replaced at most; above 0, at most 0.5
 * @param synchronous whether members wait for each other
 */
public record Population(
        int size, int maxEpochs, int interval, double quantile, boolean synchronous, Exploration exploration)
        implements Allocation {

    public Population {
        if (size < 2) {
            throw new IllegalArgumentException("population (" + size + ") must be at least 2; raise it");
        }
        if (maxEpochs < 1 || interval < 1) {
            throw new IllegalArgumentException("maxEpochs (" + maxEpochs + ") and interval (" + interval
                    + " epochs) must be at least 1; raise them");
        }
        if (!(quantile > 0 && quantile <= 0.5)) {
            throw new IllegalArgumentException(
                    "quantile (" + quantile + ") must be above 0 and at most 0.5, as nobody can be best and worst");
        }
    }

    @Override
    public Allocator start(SearchProblem problem, long trials) {
        return new PopulationAllocator(
                this, new Explorer(exploration, problem.space(), problem.seed()), problem.seed());
    }

    @Override
    public String describe() {
        return "population(size=" + size + ", maxEpochs=" + maxEpochs + ", interval=" + interval + ", quantile="
                + quantile + ", " + (synchronous ? "synchronous" : "asynchronous") + ", " + exploration.describe()
                + ")";
    }

    @Override
    public String toString() {
        return describe();
    }
}
