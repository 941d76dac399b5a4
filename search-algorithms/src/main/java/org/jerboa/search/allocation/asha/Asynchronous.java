package org.jerboa.search.allocation.asha;

import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.allocation.Ladder;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Asynchronous successive halving. Whenever the workers can use another trial, the best of a rung that is among the top
 * {@code floor(n / eta)} of the n that came there and has not gone up yet goes up; the highest rung is looked at first. If
 * there is none in any rung, a new trial is started. So workers never wait for a rung, and what a rung knows grows while
 * others train.
 *
 * <p>Where the papers and tools differ, or are silent:
 *
 * <ul>
 *   <li><b>Ties</b> go to the lower trial number: a constant metric lets up one in eta, by count, and not everybody.
 *   <li><b>Fewer than eta</b> trials in a rung: nobody goes up as long as others may come. When none can come any more, one
 *       does, so that a trial is trained in full.
 *   <li><b>When no more trials can be started</b>, all that may go up do, whatever the workers can use.
 *   <li><b>A trial that fails or is ended</b> from outside counts as the worst of the rung that it was on its way to, and of
 *       those that it came through: its place goes to the next.
 *   <li><b>A trial that has passed several rungs</b> when it is first seen, as after a change of the search, is ranked in
 *       each of them by its loss at that depth.
 *   <li><b>A trial that the study's user adds</b> takes nobody's place: it goes up if fewer rank before it than may go up,
 *       or if none does.
 *   <li><b>Stopping</b>, the variant without pauses: a trial goes on through a rung if it is among the top {@code floor(n /
 *       eta)} of those that have come there, itself included, or if n is below eta; or else it is never come back to.
 *   <li><b>Brackets</b> begin at higher rungs each. New trials are dealt to them in proportion to the sizes of Hyperband's
 *       brackets, in a fixed order.
 * </ul>
 *
 * <p>L. Li, K. Jamieson, A. Rostamizadeh, E. Gonina, J. Ben-tzur, M. Hardt, B. Recht, A. Talwalkar: A System for Massively
 * Parallel Hyperparameter Tuning. MLSys 2020, algorithm 2. Unlike there a trial goes on from its checkpoint rather than from the
 * start.
 *
 * <p>A trial that waits in a rung keeps its checkpoint as long as the search lasts, since its turn may come. Immutable.
 *
 * @param brackets how many; bracket b has all rungs but the first b
 * @param variant whether trials pause at rungs or are stopped there
 */
public record Asynchronous(Ladder ladder, int eta, int brackets, Variant variant) implements Allocation {

    /** What happens at a rung. */
    public enum Variant {
        /** A trial waits until it is among the best; by then others may have come. */
        PROMOTION,
        /** A trial trains on at once or never again, so that no checkpoint is kept. */
        STOPPING
    }

    public Asynchronous {
        if (brackets < 1 || brackets > ladder.size()) {
            throw new IllegalArgumentException("brackets (" + brackets + ") must be from 1 to the number of rungs, "
                    + ladder.size() + " (" + ladder.milestones() + "), as each begins one rung higher");
        }
    }

    @Override
    public Allocator start(SearchProblem problem, long trials) {
        Brackets all = new Brackets(ladder, eta, brackets);
        Forecast forecast = new Forecast(ladder, eta, all, trials);
        return variant == Variant.PROMOTION
                ? new PromotionAllocator(all, forecast, eta)
                : new StoppingAllocator(all, forecast, eta);
    }

    @Override
    public String describe() {
        return "asha(" + (variant == Variant.PROMOTION ? "promotion" : "stopping") + ", eta=" + eta + ", rungs="
                + ladder.milestones() + ", brackets=" + brackets + ")";
    }

    @Override
    public String toString() {
        return describe();
    }
}
